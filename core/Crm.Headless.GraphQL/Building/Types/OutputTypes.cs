using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>The types of fields: leaves, and object, interface and union types made of the classes that fields return.</summary>
sealed class OutputTypes(SchemaDraft draft)
{
    readonly Dictionary<Type, NamedType> _types = [];
    readonly HashSet<Type> _rows = [];

    public GraphQLType Of(TypeShape shape, Site site, LeafRule rule = default)
    {
        GraphQLType type = shape.Item is { } item ? new ListType(Of(item, site, rule)) : rule.Leaf ?? Named(shape.Type, site);
        return shape.IsNullable ? type : new NonNullType(type);
    }

    public NamedType Named(Type clr, Site site)
    {
        if (_types.TryGetValue(clr, out var known)) return known;
        if (draft.Scalars.Find(clr) is { } scalar) return Use(scalar);
        if (draft.Enums.Find(clr) is { } names) return names;
        if (Refusal(clr) is not { } reason) return Make(clr);
        draft.Problem(site, reason);
        return draft.Scalars["String"];
    }

    /// <summary>The object type of a class; null when the class is no object type.</summary>
    public ObjectType? Object(Type clr, Site site) => Named(clr, site) as ObjectType;

    public ScalarType Use(ScalarType scalar)
    {
        if (draft.Types.Find(scalar.Name) is null) draft.Types.Add(scalar, "a scalar of the engine");
        return scalar;
    }

    /// <summary>Somebody reads rows of it.</summary>
    public void AddRow(Type clr) => _rows.Add(clr);

    /// <summary>Once it is known which they are.</summary>
    public void MarkRows()
    {
        foreach (var (clr, type) in _types)
        {
            if (type is not FieldsType fields || !_rows.Contains(clr) && !clr.IsDefined(typeof(NodeAttribute), true)) continue;
            fields.IsRow = true;
            draft.Policies.CheckRows(type, clr);
        }
    }

    NamedType Make(Type clr)
    {
        var name = Naming.Output(clr);
        var owner = draft.Owners.Of(clr);
        var description = draft.Descriptions.Of(clr);
        var scope = draft.Policies.ScopeOf(clr, owner);
        var isPersonal = Personal.IsMarked(clr);
        NamedType type = clr.IsDefined(typeof(InterfaceTypeAttribute), false)
            ? new InterfaceType(name) { ClrType = clr, Owner = owner, Description = description, Scope = scope, IsPersonal = isPersonal }
            : clr.IsDefined(typeof(UnionTypeAttribute), false)
                ? new UnionType(name) { ClrType = clr, Owner = owner, Description = description, Scope = scope, IsPersonal = isPersonal }
                : new ObjectType(name) { ClrType = clr, Owner = owner, Description = description, Scope = scope, IsPersonal = isPersonal };
        _types.Add(clr, type);
        draft.Types.Add(type, clr.FullName ?? clr.Name);
        draft.Later(() => Fill(type, clr));
        return type;
    }

    void Fill(NamedType type, Type clr)
    {
        if (type is UnionType union)
        {
            union.Types = [.. Concrete(clr).OfType<ObjectType>()];
            return;
        }
        var fields = (FieldsType)type;
        fields.Interfaces = InterfacesOf(clr);
        fields.Fields = draft.Fields.Of(fields, clr);
        if (type is InterfaceType) Concrete(clr);
    }

    IReadOnlyList<InterfaceType> InterfacesOf(Type clr) =>
    [
        .. Extensions.Ancestors(clr).Where(ancestor => ancestor.IsDefined(typeof(InterfaceTypeAttribute), false))
            .Select(ancestor => (InterfaceType)Named(ancestor, new(clr.Name, draft.Owners.Of(clr)))),
        .. clr.IsDefined(typeof(NodeAttribute), true) ? [NodeOf(clr)] : Array.Empty<InterfaceType>(),
    ];

    InterfaceType NodeOf(Type clr)
    {
        draft.Nodes.Collect(clr, draft.Owners.Of(clr));
        if (draft.Nodes.Find(Naming.Output(clr)) is null)
            draft.Problem(new(Naming.Output(clr), draft.Owners.Of(clr)),
                $"a [Node] needs a way to be fetched. Add a [NodeResolver] that returns IQueryable<{clr.Name}>.");
        return draft.NodeFields.Node;
    }

    /// <summary>The object types of the classes that derive from an interface or union, wherever they come from.</summary>
    NamedType[] Concrete(Type clr) =>
    [
        .. draft.Extensions.All.Select(extension => extension.Class).Concat(clr.Assembly.GetTypes())
            .Where(type => type != clr && clr.IsAssignableFrom(type) && type is { IsAbstract: false, IsInterface: false })
            .Where(type => !type.IsDefined(typeof(GraphQLIgnoreAttribute), false))
            .Distinct().Select(type => Named(type, new(type.Name, draft.Owners.Of(type)))),
    ];

    static string? Refusal(Type clr)
    {
        if (clr == typeof(void) || clr == typeof(Task) || clr == typeof(ValueTask))
            return "a field must return something. Return what changed, or a bool.";
        if (TypeShape.IsDictionary(clr))
            return $"the dictionary {clr.Name} has no GraphQL type. Return a list of records with a key and a value, or a JsonElement (Any).";
        if (IsAbstract(clr))
            return $"{clr.Name} is abstract, so its values have no type in the schema. Mark it [InterfaceType] or [UnionType], or return a class.";
        if (clr.Namespace?.Split('.')[0] == "System" || clr.IsPrimitive || clr.IsPointer)
            return $"{clr.Name} has no GraphQL type. Use one of string, bool, int, long, double, decimal, Guid, DateTimeOffset, DateOnly, TimeOnly, "
                + "TimeSpan, Uri, JsonElement, an enum, a class or a list of them, or hide it with [GraphQLIgnore].";
        return null;
    }

    static bool IsAbstract(Type clr) => (clr.IsAbstract || clr.IsInterface)
        && !clr.IsDefined(typeof(InterfaceTypeAttribute), false) && !clr.IsDefined(typeof(UnionTypeAttribute), false);
}
