using System.Security.Claims;
using System.Text.Json;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>What a client sent (GraphQL over HTTP, section 5.1).</summary>
public sealed record GraphQLRequest(ReadOnlyMemory<byte> Document)
{
    public string? OperationName { get; init; }

    /// <summary>An object, or undefined when there are none.</summary>
    public JsonElement Variables { get; init; }
}

/// <summary>What surrounds the run of one operation.</summary>
/// <param name="Services">Of the request: resolvers' parameters are found here.</param>
public sealed record RequestScope(IServiceProvider Services, ClaimsPrincipal User)
{
    /// <summary>Puts the cost report into <c>extensions</c>.</summary>
    public bool ReportsCost { get; init; }

    /// <summary>Told the name of each root field of a mutation before it runs; null: nobody wants to know.</summary>
    public Action<string>? MutationBegins { get; init; }

    /// <summary>Shared by the runs of one request; null: each has all that the limits allow.</summary>
    public RequestBudget? Budget { get; init; }

    /// <summary>Release <see cref="Services"/> when these have ended, not before.</summary>
    public AbandonedCalls Abandoned { get; } = new();
}
