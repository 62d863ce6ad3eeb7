using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>
/// Makes types from their definitions, each merged with its extensions. First come the types without members, then the members,
/// which may refer to any type. What can't be represented is left out and added to <paramref name="problems"/>.
/// </summary>
sealed class SdlTypes(IReadOnlyList<DefinitionNode> definitions, List<SdlProblem> problems)
{
    readonly OrderedDictionary<string, Parts> _parts = Collect(definitions);
    readonly Dictionary<string, NamedType> _types = [];

    public IReadOnlyList<NamedType> Build()
    {
        foreach (var (name, parts) in _parts) _types[name] = Create(name, parts);
        foreach (var (name, parts) in _parts) Complete(_types[name], parts);
        return [.. _parts.Keys.Select(name => _types[name])];
    }

    public DirectiveType BuildDirective(DirectiveDefinitionNode syntax) => new(syntax.Name.Value)
    {
        Description = syntax.Description?.Value,
        IsRepeatable = syntax.IsRepeatable,
        Arguments = InputValues(syntax.Arguments),
        Locations = [.. syntax.Locations.Select(location => location.Value)],
        Syntax = syntax,
    };

    /// <summary>The type of that name; null, and a problem, when nobody defines it.</summary>
    public NamedType? Find(NamedTypeNode reference)
    {
        var type = Lookup(reference.Name.Value);
        if (type is null)
            problems.Add(new($"Unknown type \"{reference}\". Define it, or correct its name.", reference, IsUnknownType: true));
        return type;
    }

    // The built-in scalars and the introspection types are always there. A document may repeat them; that changes nothing (section 3.5).
    NamedType? Lookup(string name) =>
        BuiltInScalars.All.GetValueOrDefault(name) ?? _types.GetValueOrDefault(name) ?? BuiltInType(name);

    static NamedType? BuiltInType(string name) =>
        name.StartsWith("__", StringComparison.Ordinal) ? IntrospectionTypes.All.GetValueOrDefault(name) : null;

    static OrderedDictionary<string, Parts> Collect(IReadOnlyList<DefinitionNode> definitions)
    {
        var parts = new OrderedDictionary<string, Parts>();
        foreach (var definition in definitions.OfType<TypeDefinitionNode>())
            if (!definition.IsExtension && !BuiltInScalars.All.ContainsKey(definition.Name.Value))
                parts[definition.Name.Value] = new Parts(definition, [definition]);
        foreach (var extension in definitions.OfType<TypeDefinitionNode>())
            if (extension.IsExtension && parts.TryGetValue(extension.Name.Value, out var extended))
                extended.All.Add(extension);
        return parts;
    }

    static NamedType Create(string name, Parts parts)
    {
        var description = parts.Definition.Description?.Value;
        var extensions = parts.All[1..];
        return parts.Definition switch
        {
            ObjectTypeDefinitionNode syntax =>
                new ObjectType(name) { Description = description, Syntax = syntax, Extensions = extensions },
            InterfaceTypeDefinitionNode syntax =>
                new InterfaceType(name) { Description = description, Syntax = syntax, Extensions = extensions },
            UnionTypeDefinitionNode syntax => new UnionType(name) { Description = description, Syntax = syntax, Extensions = extensions },
            EnumTypeDefinitionNode syntax => new EnumType(name) { Description = description, Syntax = syntax, Extensions = extensions },
            InputObjectTypeDefinitionNode syntax => new InputObjectType(name)
            {
                Description = description,
                Syntax = syntax,
                Extensions = extensions,
                IsOneOf = parts.Directives.Any(directive => directive.Name.Value == BuiltInDirectives.OneOf.Name),
            },
            var syntax => new ScalarType(name)
            {
                Description = description,
                Syntax = syntax,
                Extensions = extensions,
                SpecifiedBy = SpecifiedBy(parts),
            },
        };
    }

    static Uri? SpecifiedBy(Parts parts) =>
        TextArgument(parts.Directives, BuiltInDirectives.SpecifiedBy.Name, "url") is { } url
        && Uri.TryCreate(url, UriKind.RelativeOrAbsolute, out var uri) ? uri : null;

    void Complete(NamedType type, Parts parts)
    {
        switch (type)
        {
            case FieldsType fields:
                fields.Interfaces = [.. parts.Of<FieldsTypeDefinitionNode>().SelectMany(part => part.Interfaces)
                    .Select(reference => Find<InterfaceType>(type, reference, "implement", "interfaces")).OfType<InterfaceType>()];
                fields.Fields = Map(
                    parts.Of<FieldsTypeDefinitionNode>().SelectMany(part => part.Fields).Select(BuildField), field => field.Name);
                break;
            case UnionType union:
                union.Types = [.. parts.Of<UnionTypeDefinitionNode>().SelectMany(part => part.Types)
                    .Select(reference => Find<ObjectType>(type, reference, "include", "object types")).OfType<ObjectType>()];
                break;
            case EnumType values:
                values.Values = Map(
                    parts.Of<EnumTypeDefinitionNode>().SelectMany(part => part.Values).Select(BuildEnumValue), value => value.Name);
                break;
            case InputObjectType input:
                input.Fields = InputValues(parts.Of<InputObjectTypeDefinitionNode>().SelectMany(part => part.Fields));
                break;
        }
    }

    T? Find<T>(NamedType type, NamedTypeNode reference, string verb, string what) where T : NamedType
    {
        var found = Find(reference);
        if (found is not null and not T)
            problems.Add(new($"Type \"{type}\" can only {verb} {what}, it cannot {verb} \"{reference}\".", reference));
        return found as T;
    }

    Field? BuildField(FieldDefinitionNode syntax) => TypeOf(syntax.Type) is not { } type ? null : new Field(syntax.Name.Value, type)
    {
        Description = syntax.Description?.Value,
        DeprecationReason = DeprecationReason(syntax.Directives),
        Arguments = InputValues(syntax.Arguments),
        Syntax = syntax,
    };

    FieldMap<InputValue> InputValues(IEnumerable<InputValueDefinitionNode> values) =>
        Map(values.Select(BuildInputValue), value => value.Name);

    InputValue? BuildInputValue(InputValueDefinitionNode syntax) => TypeOf(syntax.Type) is not { } type ? null : new InputValue(
        syntax.Name.Value, type)
    {
        Description = syntax.Description?.Value,
        DeprecationReason = DeprecationReason(syntax.Directives),
        DefaultValue = syntax.DefaultValue,
        Syntax = syntax,
    };

    static EnumValue BuildEnumValue(EnumValueDefinitionNode syntax) => new(syntax.Name.Value, syntax.Name.Value)
    {
        Description = syntax.Description?.Value,
        DeprecationReason = DeprecationReason(syntax.Directives),
    };

    GraphQLType? TypeOf(TypeNode node) => node switch
    {
        ListTypeNode list => TypeOf(list.OfType) is { } item ? new ListType(item) : null,
        NonNullTypeNode nonNull => TypeOf(nonNull.OfType) is { } nullable ? new NonNullType(nullable) : null,
        NamedTypeNode named => Find(named),
        _ => null,
    };

    // @deprecated (section 3.13.3)
    static string? DeprecationReason(IReadOnlyList<DirectiveNode> directives) =>
        directives.Any(directive => directive.Name.Value == BuiltInDirectives.Deprecated.Name)
            ? TextArgument(directives, BuiltInDirectives.Deprecated.Name, "reason") ?? BuiltInDirectives.DefaultDeprecationReason
            : null;

    static string? TextArgument(IEnumerable<DirectiveNode> directives, string directive, string argument) => directives
        .Where(used => used.Name.Value == directive)
        .SelectMany(used => used.Arguments)
        .FirstOrDefault(given => given.Name.Value == argument)?.Value is StringValueNode text ? text.Value : null;

    // Two members of one name are an error of validation; here the last one wins, so that there is a schema to validate with.
    static FieldMap<T> Map<T>(IEnumerable<T?> members, Func<T, string> name) where T : class
    {
        var unique = new OrderedDictionary<string, T>();
        foreach (var member in members)
            if (member is not null) unique[name(member)] = member;
        return new FieldMap<T>(unique.Values, name);
    }

    /// <summary>A definition, and all of its parts: itself and its extensions.</summary>
    sealed record Parts(TypeDefinitionNode Definition, List<TypeDefinitionNode> All)
    {
        public IEnumerable<DirectiveNode> Directives => All.SelectMany(part => part.Directives);
        public IEnumerable<T> Of<T>() => All.OfType<T>();
    }
}

/// <summary>What of a document can't be represented as a schema.</summary>
sealed record SdlProblem(string Message, SyntaxNode Place, bool IsUnknownType = false);
