using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Building;

/// <summary>Schemas of a few classes.</summary>
static class Schemas
{
    public static Owner Loyalty { get; } = new("crm.loyalty", "1.2.0");
    public static Owner Cards { get; } = new("acme.cards", "0.3.0");

    public static SchemaSource Core(params Type[] types) => new(Owner.Core, types, XmlDocumentation.Load(DocumentationFile));

    public static SchemaSource Plugin(params Type[] types) => new(Loyalty, types, XmlDocumentation.Load(DocumentationFile), "Loyalty");

    public static SchemaSource OtherPlugin(params Type[] types) => new(Cards, types, XmlDocumentation.Load(DocumentationFile), "Cards");

    public static GraphQLSchema Of(params Type[] types) => Of(Core(types));

    public static GraphQLSchema Of(params SchemaSource[] sources)
    {
        var builder = new SchemaBuilder();
        foreach (var source in sources) builder.Add(source);
        return builder.Build();
    }

    public static IReadOnlyList<string> ProblemsOf(params SchemaSource[] sources) =>
        Assert.Throws<SchemaException>(() => Of(sources)).Problems;

    public static string ProblemOf(params SchemaSource[] sources) => Assert.Single(ProblemsOf(sources));

    public static string ProblemOf(params Type[] types) => ProblemOf(Core(types));

    public static Field Field(this GraphQLSchema schema, string coordinate)
    {
        var parts = coordinate.Split('.');
        return ((FieldsType)schema.Types[parts[0]]).Fields[parts[1]];
    }

    /// <summary>The answer to a document, as JSON.</summary>
    public static async Task<string> AnswerAsync(this GraphQLSchema schema, string document, string variables = "{}", params object[] services)
    {
        var executor = new RequestExecutor(schema, new());
        var operation = executor.Prepare(Encoding.UTF8.GetBytes(document), null);
        using var json = JsonDocument.Parse(variables);
        using var result = await executor.ExecuteAsync(operation, json.RootElement, new(new Services(services), new ClaimsPrincipal()), default);
        return Encoding.UTF8.GetString(result.Json.Span);
    }

    static string DocumentationFile => Path.ChangeExtension(typeof(Schemas).Assembly.Location, ".xml");
}
