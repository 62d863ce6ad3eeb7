using System.Diagnostics.CodeAnalysis;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>A complete, checked, immutable schema (spec section 3.3).</summary>
public sealed class GraphQLSchema
{
    readonly Dictionary<InterfaceType, IReadOnlyList<ObjectType>> _implementations = [];

    // The built-in scalars that are used, the introspection types and the built-in directives are added here: nobody has to pass them.
    internal GraphQLSchema(
        IEnumerable<NamedType> types,
        IEnumerable<DirectiveType> directives,
        ObjectType? query, ObjectType? mutation, ObjectType? subscription)
    {
        Directives = new FieldMap<DirectiveType>(SchemaBuiltIns.Complete(directives), directive => directive.Name);
        Types = new FieldMap<NamedType>(SchemaBuiltIns.Complete(types, Directives.Values), type => type.Name);
        (Query, Mutation, Subscription) = (query, mutation, subscription);
        foreach (var face in Types.Values.OfType<InterfaceType>())
            _implementations[face] = [.. Types.Values.OfType<ObjectType>().Where(type => type.Interfaces.Contains(face))];
    }

    public string? Description { get; init; }

    /// <summary>A view in which values are masked: rows are not ordered by them either.</summary>
    public bool Masks { get; init; }
    public IReadOnlyDictionary<string, NamedType> Types { get; }
    public IReadOnlyDictionary<string, DirectiveType> Directives { get; }

    /// <summary>Null only in a schema from SDL that is used for checking alone.</summary>
    public ObjectType? Query { get; }
    public ObjectType? Mutation { get; }
    public ObjectType? Subscription { get; }

    public ObjectType? RootOf(OperationType operation) => operation switch
    {
        OperationType.Query => Query,
        OperationType.Mutation => Mutation,
        _ => Subscription,
    };

    public bool TryGetType(string name, [NotNullWhen(true)] out NamedType? type) => Types.TryGetValue(name, out type);

    /// <summary>The object types that a value of this type can have at run time.</summary>
    public IReadOnlyList<ObjectType> PossibleTypes(CompositeType type) => type switch
    {
        ObjectType one => [one],
        UnionType union => union.Types,
        InterfaceType face => _implementations.GetValueOrDefault(face, []),
        _ => [],
    };

    /// <summary>Whether a value of <paramref name="type"/> is also one of <paramref name="super"/>.</summary>
    public bool IsSubType(CompositeType super, CompositeType type) => super == type || super switch
    {
        UnionType union => type is ObjectType member && union.Types.Contains(member),
        InterfaceType face => type is FieldsType fields && fields.Interfaces.Contains(face),
        _ => false,
    };
}
