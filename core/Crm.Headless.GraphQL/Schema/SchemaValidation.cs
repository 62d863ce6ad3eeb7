using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>The rules of a type system (spec section 3), for schemas from SDL and from classes alike.</summary>
public static class SchemaValidation
{
    public const string Code = "GRAPHQL_SCHEMA_INVALID";

    /// <summary>Every broken rule; empty for a valid schema.</summary>
    /// <param name="source">The document that the schema was built from, for the locations of the errors.</param>
    public static IReadOnlyList<GraphQLError> Validate(GraphQLSchema schema, Source? source = null)
    {
        var problems = new SchemaProblems(schema, source);
        RootTypeRules.Check(problems);
        foreach (var directive in schema.Directives.Values) DirectiveRules.Check(problems, directive);
        foreach (var type in schema.Types.Values)
            if (!SchemaBuiltIns.Contains(type)) CheckType(problems, type);
        InputObjectRules.CheckCycles(problems);
        return problems.Errors;
    }

    internal static GraphQLError Error(string message, Source? source, SyntaxNode? place) => new(message)
    {
        Code = Code,
        Locations = source is null || place is null ? [] : [source.LocationOf(place.Start)],
    };

    static void CheckType(SchemaProblems problems, NamedType type)
    {
        NameRules.Check(problems, "Type", type.Name, type.Name, type.Owner, type.Syntax?.Name);
        switch (type)
        {
            case FieldsType fields:
                FieldRules.Check(problems, fields);
                InterfaceRules.Check(problems, fields);
                break;
            case UnionType union: MemberRules.Check(problems, union); break;
            case EnumType values: MemberRules.Check(problems, values); break;
            case InputObjectType input: InputObjectRules.Check(problems, input); break;
        }
    }
}
