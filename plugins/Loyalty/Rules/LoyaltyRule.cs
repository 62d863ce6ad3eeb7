using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>A rule by which points are earned. What it says stands in its versions.</summary>
[Node, VisibleToAll]
public sealed class LoyaltyRule
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal init; }

    /// <summary>The programme.</summary>
    [GraphQLIgnore]
    public Guid ProgramId { get; internal init; }

    /// <summary>By what it is known in the programme, such as "purchases".</summary>
    public string Code { get; internal init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; internal init; }
}
