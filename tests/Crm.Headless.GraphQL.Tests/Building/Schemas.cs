using Crm.Headless.GraphQL.Building;
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

    static string DocumentationFile => Path.ChangeExtension(typeof(Schemas).Assembly.Location, ".xml");
}
