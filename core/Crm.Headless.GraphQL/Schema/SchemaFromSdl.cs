using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>Builds a schema from the type system definitions of a document, extensions included (spec section 3).</summary>
public static class SchemaFromSdl
{
    /// <summary>A schema that keeps every rule of section 3.</summary>
    /// <exception cref="GraphQLException">The text doesn't parse, or breaks a rule: one error for each place.</exception>
    public static GraphQLSchema Build(string sdl) => Build(GraphQLParser.Parse(sdl));

    /// <inheritdoc cref="Build(string)"/>
    public static GraphQLSchema Build(DocumentNode document)
    {
        Refuse(DocumentValidator.ValidateSdl(document));
        var schema = Assemble(document, out var problems);
        Refuse(document, problems);
        Refuse(SchemaValidation.Validate(schema, document.Source));
        Refuse(AppliedDirectiveRules.Check(schema, document));
        return schema;
    }

    /// <summary>
    /// A schema as far as one can be made of the document: what breaks the rules stays or is left out, and only an unknown type is refused.
    /// For checking operations against a part of a schema, and for tests.
    /// </summary>
    /// <exception cref="GraphQLException">The text doesn't parse, or names a type that it doesn't define.</exception>
    public static GraphQLSchema BuildUnchecked(string sdl)
    {
        var document = GraphQLParser.Parse(sdl);
        var schema = Assemble(document, out var problems);
        Refuse(document, problems.Where(problem => problem.IsUnknownType));
        return schema;
    }

    static void Refuse(DocumentNode document, IEnumerable<SdlProblem> problems) =>
        Refuse([.. problems.Select(problem => SchemaValidation.Error(problem.Message, document.Source, problem.Place))]);

    static void Refuse(IReadOnlyList<GraphQLError> errors)
    {
        if (errors.Count > 0) throw new GraphQLException(errors);
    }

    static GraphQLSchema Assemble(DocumentNode document, out List<SdlProblem> problems)
    {
        problems = [];
        var sdl = new SdlTypes(document.Definitions, problems);
        var types = sdl.Build();
        var directives = new OrderedDictionary<string, DirectiveType>();
        foreach (var syntax in document.Definitions.OfType<DirectiveDefinitionNode>())
            directives[syntax.Name.Value] = sdl.BuildDirective(syntax);

        var roots = RootTypes(document, types, sdl, problems);
        var definition = document.Definitions.OfType<SchemaDefinitionNode>().FirstOrDefault(schema => !schema.IsExtension);
        return new GraphQLSchema(types, directives.Values, roots[0], roots[1], roots[2]) { Description = definition?.Description?.Value };
    }

    // The schema definition may be left out when the root types have their default names (section 3.3.1).
    static ObjectType?[] RootTypes(DocumentNode document, IReadOnlyList<NamedType> types, SdlTypes sdl, List<SdlProblem> problems)
    {
        var roots = new ObjectType?[3];
        var schemas = document.Definitions.OfType<SchemaDefinitionNode>().ToList();
        if (schemas.All(schema => schema.IsExtension))
            foreach (var operation in Enum.GetValues<OperationType>())
                roots[(int)operation] = types.OfType<ObjectType>().FirstOrDefault(type => type.Name == operation.ToString());

        foreach (var root in schemas.SelectMany(schema => schema.OperationTypes))
        {
            var type = sdl.Find(root.Type);
            if (type is not null and not ObjectType)
                problems.Add(new($"{root.Operation} root type must be an object type, it cannot be \"{type}\".", root.Type));
            roots[(int)root.Operation] = type as ObjectType;
        }
        return roots;
    }
}
