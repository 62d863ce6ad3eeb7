namespace Crm.Headless.GraphQL.Schema;

/// <summary>
/// The part of a schema that exists for somebody, as a schema of its own: types refer to each other, so what refers to something hidden
/// is made anew. What can't be reached any more isn't in it.
/// </summary>
sealed class SchemaCopy
{
    /// <summary>A schema must have something to query (spec section 3.3.1).</summary>
    static readonly Field Nothing = new("nothing", BuiltInScalars.Boolean)
    {
        Description = "Always null: there is nothing here that you may read.",
        Resolver = new Execution.MemberResolver(static _ => null),
    };

    readonly GraphQLSchema _full;
    readonly Visibility _visible;
    readonly ViewResolvers _resolvers;
    readonly Dictionary<NamedType, NamedType> _copies = new(ReferenceEqualityComparer.Instance);

    SchemaCopy(GraphQLSchema full, Visibility visible) => (_full, _visible, _resolvers) = (full, visible, new(full, visible));

    public static GraphQLSchema Of(GraphQLSchema full, Visibility visible) => new SchemaCopy(full, visible).Make();

    GraphQLSchema Make()
    {
        var reached = new Reach(_full, _visible).Types;
        var types = _full.Types.Values.Where(reached.Contains).ToList();
        foreach (var type in types) _copies[type] = Empty(type);
        foreach (var type in types) Fill(type, _copies[type]);
        return new(
            types.Select(type => _copies[type]), _full.Directives.Values.Select(Of),
            Root(_full.Query), Root(_full.Mutation), Root(_full.Subscription))
        {
            Description = _full.Description,
            Masks = _visible.MasksAnything,
        };
    }

    ObjectType? Root(ObjectType? root) => root is not null && _copies.TryGetValue(root, out var copy) ? (ObjectType)copy : null;

    static NamedType Empty(NamedType type) => type switch
    {
        _ when SchemaBuiltIns.Contains(type) => type,
        ObjectType from => new ObjectType(type.Name)
        {
            Description = from.Description,
            Owner = from.Owner,
            ClrType = from.ClrType,
            Scope = from.Scope,
            IsPersonal = from.IsPersonal,
            IsRow = from.IsRow,
        },
        InterfaceType from => new InterfaceType(type.Name)
        {
            Description = from.Description,
            Owner = from.Owner,
            ClrType = from.ClrType,
            Scope = from.Scope,
            IsPersonal = from.IsPersonal,
            IsRow = from.IsRow,
        },
        UnionType from => new UnionType(type.Name)
        {
            Description = from.Description,
            Owner = from.Owner,
            ClrType = from.ClrType,
            Scope = from.Scope,
            IsPersonal = from.IsPersonal,
        },
        InputObjectType from => new InputObjectType(type.Name)
        {
            Description = from.Description,
            Owner = from.Owner,
            ClrType = from.ClrType,
            Scope = from.Scope,
            IsPersonal = from.IsPersonal,
            IsOneOf = from.IsOneOf,
            Create = from.Create,
        },
        _ => type,
    };

    void Fill(NamedType from, NamedType to)
    {
        if (from == to) return;
        switch (from, to)
        {
            case (FieldsType fields, FieldsType copy):
                var shown = fields.Fields.Values.Where(_visible.Shows).Select(Of).ToList();
                copy.Fields = new FieldMap<Field>(shown.Count == 0 ? [Nothing] : shown, field => field.Name);
                copy.Interfaces =
                    [.. fields.Interfaces.Where(face => _visible.Shows(fields, face)).Select(face => (InterfaceType)_copies[face])];
                break;
            case (UnionType union, UnionType copy):
                copy.Types = [.. _visible.Possible(union).Select(type => (ObjectType)_copies[type])];
                break;
            case (InputObjectType input, InputObjectType copy):
                copy.Fields = Map(input.Fields.Values.Where(_visible.Shows).Select(Of));
                copy.Hidden = [.. input.Fields.Values.Where(field => !_visible.Shows(field))];
                break;
        }
    }

    Field Of(Field field)
    {
        var slots = field.Slots.Select(slot => _visible.Shows(slot) ? Of(slot) : slot).ToList();
        return new(field.Name, Of(field.Type))
        {
            Description = field.Description,
            DeprecationReason = field.DeprecationReason,
            Arguments = Map(slots.Where(slot => field.Arguments.TryGetValue(slot.Name, out var given) && _visible.Shows(given))),
            Slots = slots,
            Owner = field.Owner,
            Resolver = _resolvers.Of(field),
            Scope = field.Scope,
            IsPersonal = field.IsPersonal,
            Mask = field.Mask,
            Masks = field.Masks,
            IsMasked = _visible.Masks(field),
            AllowsMembers = field.AllowsMembers,
            Reads = _visible.Masks(field) && _visible.MaskOf(field) == Masking.Nothing ? [] : field.Reads,
            Cost = field.Cost,
            ListSize = field.ListSize,
        };
    }

    InputValue Of(InputValue value) => new(value.Name, Of(value.Type))
    {
        Description = value.Description,
        DeprecationReason = value.DeprecationReason,
        DefaultValue = value.DefaultValue,
        Owner = value.Owner,
        Scope = value.Scope,
        IsPersonal = value.IsPersonal,
        AllowsMembers = value.AllowsMembers,
    };

    DirectiveType Of(DirectiveType directive) => SchemaBuiltIns.Contains(directive) ? directive : new(directive.Name)
    {
        Description = directive.Description,
        IsRepeatable = directive.IsRepeatable,
        Arguments = Map(directive.Arguments.Values.Where(_visible.Shows).Select(Of)),
        Locations = directive.Locations,
        Owner = directive.Owner,
    };

    GraphQLType Of(GraphQLType type) => type switch
    {
        NonNullType nonNull => new NonNullType(Of(nonNull.OfType)),
        ListType list => new ListType(Of(list.OfType)),
        _ => _copies.GetValueOrDefault(type.Named, type.Named),
    };

    static FieldMap<InputValue> Map(IEnumerable<InputValue> values) => new(values, value => value.Name);
}
