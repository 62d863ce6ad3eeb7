using System.Reflection;
using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>The sort inputs of row types: <c>ContactSortInput</c> with the row's properties and single relations.</summary>
sealed class SortInputs(SchemaDraft draft)
{
    readonly Dictionary<Type, SortInput> _rows = [];
    EnumType? _directions;

    public SortInput Of(Type row, Site site)
    {
        if (_rows.TryGetValue(row, out var known)) return known;
        var (name, owner) = (Naming.Output(row), draft.Owners.Of(row));
        var sort = new SortInput(new($"{name}SortInput")
        {
            Owner = owner,
            Description = $"An order of {name} rows: one field, ascending or descending.",
            Follows = draft.Outputs.Named(row, site),
        });
        _rows.Add(row, sort);
        draft.Types.Add(sort.Type, $"the order of {row.FullName}");
        draft.Later(() => Fill(sort, row, new(name, owner)));
        return sort;
    }

    void Fill(SortInput sort, Type row, Site site)
    {
        foreach (var member in RowMembers.Of(draft, row, site).Where(member => !member.IsSensitive)) Add(sort, member, site);
        foreach (var relation in draft.Relations.Of<UseSortingAttribute>(row).Where(field => !field.Relation.IsList)) Add(sort, relation);
        sort.Complete();
    }

    void Add(SortInput sort, RowMember member, Site site)
    {
        var inside = member.Leaf is null ? Of(member.Shape.Type, site) : null;
        var definition = new InputValue(member.Name, inside?.Type ?? (GraphQLType)Directions)
        {
            Description = draft.Descriptions.Of(member.Property),
            Owner = sort.Type.Owner,
            Follows = new((FieldsType)sort.Type.Follows!, member.Name),
        };
        sort.Add(definition, (value, through, path) => inside is null
            ? [new SortNode(through, [.. path, member.Property], (bool)value)]
            : inside.Read(value, through, [.. path, member.Property]));
    }

    void Add(SortInput sort, RelationField field)
    {
        var site = new Site(field.Relation.Name, field.Owner);
        var child = Of(field.Relation.ChildType, site);
        var definition = new InputValue(field.Name, child.Type)
        {
            Description = draft.Descriptions.Of(field.Method),
            Owner = field.Owner,
            Follows = new((FieldsType)sort.Type.Follows!, field.Name),
        };
        if (!sort.Add(definition, (value, through, _) => child.Read(value, [.. through, field.Relation], [])))
            draft.Problem(site, $"{sort.Type.Name} has a field {field.Name} already. Rename one of them with [GraphQLName].");
    }

    EnumType Directions => _directions ??= draft.Types.Add(new EnumType("SortEnumType")
    {
        Description = "The direction of an order.",
        Values = new FieldMap<EnumValue>(
        [
            new("ASC", false) { Description = "Smallest first, nulls last." },
            new("DESC", true) { Description = "Largest first, nulls last." },
        ], value => value.Name),
    }, "the engine's sorting");
}

/// <summary>A sort input, and how what a client gives for it becomes steps of an order.</summary>
sealed class SortInput(InputObjectType type)
{
    readonly Dictionary<string, Func<object, IReadOnlyList<Relation>, IReadOnlyList<PropertyInfo>, IEnumerable<SortNode>>> _read = [];
    readonly List<InputValue> _fields = [];

    public InputObjectType Type { get; } = type;

    /// <summary>False when there is a field of that name already.</summary>
    public bool Add(
        InputValue definition, Func<object, IReadOnlyList<Relation>, IReadOnlyList<PropertyInfo>, IEnumerable<SortNode>> read)
    {
        if (!_read.TryAdd(definition.Name, read)) return false;
        _fields.Add(definition);
        return true;
    }

    public void Complete() => Type.Fields = new FieldMap<InputValue>(_fields, field => field.Name);

    public IEnumerable<SortNode> Read(object order) => Read(order, [], []);

    public IEnumerable<SortNode> Read(object order, IReadOnlyList<Relation> through, IReadOnlyList<PropertyInfo> path) =>
        FilterInput.Given(order, Type.Name).SelectMany(entry => _read[entry.Key](entry.Value ?? throw Null(entry.Key), through, path));

    static GraphQLException Null(string name) =>
        new(new GraphQLError($"\"{name}\" must not be null in an order. Leave it out, or give ASC or DESC.") { Code = ErrorCodes.BadUserInput });
}
