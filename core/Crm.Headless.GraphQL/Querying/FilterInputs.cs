using System.Collections;
using System.Reflection;
using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>The filter inputs of row types: <c>ContactFilterInput</c> with <c>and</c>, <c>or</c>, the row's properties and relations.</summary>
sealed class FilterInputs(SchemaDraft draft)
{
    readonly Dictionary<Type, FilterInput> _rows = [];
    readonly Dictionary<Type, InputObjectType> _lists = [];
    readonly OperatorInputs _operators = new(draft);

    public FilterInput Of(Type row, Site site)
    {
        if (_rows.TryGetValue(row, out var known)) return known;
        var (name, owner) = (Naming.Output(row), draft.Owners.Of(row));
        var type = new InputObjectType($"{name}FilterInput")
        {
            Owner = owner,
            Description = $"Conditions on {name} rows; all that are given must hold.",
            Follows = draft.Outputs.Named(row, site),
        };
        var filter = new FilterInput(type);
        _rows.Add(row, filter);
        draft.Types.Add(type, $"the filter of {row.FullName}");
        draft.Later(() => Fill(filter, row, new(name, owner)));
        return filter;
    }

    void Fill(FilterInput filter, Type row, Site site)
    {
        var many = new ListType(new NonNullType(filter.Type));
        filter.Add(new("and", many) { Description = "All of these." }, (value, path) => new AndNode(filter.ReadAll(value, path)));
        filter.Add(new("or", many) { Description = "One of these." }, (value, path) => new OrNode(filter.ReadAll(value, path)));
        foreach (var member in RowMembers.Of(draft, row, site)) Add(filter, member, site);
        foreach (var relation in draft.Relations.Of<UseFilteringAttribute>(row)) Add(filter, relation);
        filter.Complete();
    }

    void Add(FilterInput filter, RowMember member, Site site)
    {
        var description = draft.Descriptions.Of(member.Property);
        if (member.Leaf is not null)
        {
            var operators = _operators.Of(member);
            filter.Add(Definition(filter, member.Name, operators.Type, description, filter.Type.Owner),
                (value, path) => operators.Read(value, [.. path, member.Property]));
            return;
        }
        var inside = Of(member.Shape.Type, site);
        filter.Add(Definition(filter, member.Name, inside.Type, description, filter.Type.Owner),
            (value, path) => inside.Read(value ?? throw FilterInput.Null(member.Name), [.. path, member.Property]));
    }

    void Add(FilterInput filter, RelationField field)
    {
        var (relation, site) = (field.Relation, new Site(field.Relation.Name, field.Owner));
        var child = Of(relation.ChildType, site);
        var type = relation.IsList ? ListOf(relation.ChildType, child) : child.Type;
        var definition = Definition(filter, field.Name, type, draft.Descriptions.Of(field.Method), field.Owner);
        if (!filter.Add(definition, relation.IsList ? (value, _) => ReadList(relation, child, value) : (value, _) => ReadOne(relation, child, value)))
            draft.Problem(site, $"{filter.Type.Name} has a field {field.Name} already. Rename one of them with [GraphQLName].");
    }

    static RelatedNode ReadOne(Relation relation, FilterInput child, object? value) =>
        new(relation, Quantifier.One, value is null ? null : child.Read(value));

    static AndNode ReadList(Relation relation, FilterInput child, object? value) => new(
    [
        .. FilterInput.Given(value, relation.Name).Select(entry => entry switch
        {
            ("any", bool any) => new RelatedNode(relation, any ? Quantifier.Any : Quantifier.NotAny, null),
            (_, null) => throw FilterInput.Null(entry.Key),
            var (name, condition) => new RelatedNode(relation, Enum.Parse<Quantifier>(Naming.Pascal(name)), child.Read(condition)),
        }),
    ]);

    InputObjectType ListOf(Type row, FilterInput child)
    {
        if (_lists.TryGetValue(row, out var known)) return known;
        var name = Naming.Output(row);
        var type = new InputObjectType($"{name}ListFilterInput")
        {
            Owner = child.Type.Owner,
            Description = $"Conditions on a list of {name}.",
            Follows = child.Type,
        };
        type.Fields = new FieldMap<InputValue>(
        [
            new("all", child.Type) { Description = "Every one meets this; true for an empty list." },
            new("none", child.Type) { Description = "Not one meets this." },
            new("some", child.Type) { Description = "At least one meets this." },
            new("any", draft.Outputs.Use(draft.Scalars["Boolean"])) { Description = "True: there is at least one. False: there is none." },
        ], field => field.Name);
        _lists.Add(row, type);
        return draft.Types.Add(type, $"the filter of lists of {row.FullName}");
    }

    static InputValue Definition(FilterInput filter, string name, GraphQLType type, string? description, Owner owner) =>
        new(name, type) { Description = description, Owner = owner, Follows = new((FieldsType)filter.Type.Follows!, name) };
}

/// <summary>A filter input, and how what a client gives for it becomes a condition.</summary>
sealed class FilterInput(InputObjectType type)
{
    readonly Dictionary<string, Func<object?, IReadOnlyList<PropertyInfo>, FilterNode>> _read = [];
    readonly List<InputValue> _fields = [];

    public InputObjectType Type { get; } = type;

    /// <summary>False when there is a field of that name already.</summary>
    public bool Add(InputValue definition, Func<object?, IReadOnlyList<PropertyInfo>, FilterNode> read)
    {
        if (!_read.TryAdd(definition.Name, read)) return false;
        _fields.Add(definition);
        return true;
    }

    public void Complete() => Type.Fields = new FieldMap<InputValue>(_fields, field => field.Name);

    public FilterNode Read(object where) => Read(where, []);

    /// <param name="path">The way from the row to the value inside it that this filter is about.</param>
    public FilterNode Read(object where, IReadOnlyList<PropertyInfo> path)
    {
        var conditions = Given(where, Type.Name).Select(entry => _read[entry.Key](entry.Value, path)).ToList();
        return conditions.Count == 1 ? conditions[0] : new AndNode(conditions);
    }

    public IReadOnlyList<FilterNode> ReadAll(object? list, IReadOnlyList<PropertyInfo> path) =>
        [.. ((IEnumerable)(list ?? throw Null("and\" and \"or"))).Cast<object>().Select(where => Read(where, path))];

    /// <summary>What the client gave of an input object without a class.</summary>
    public static IReadOnlyDictionary<string, object?> Given(object? value, string name) =>
        value as IReadOnlyDictionary<string, object?> ?? throw Null(name);

    public static GraphQLException Null(string name) => new(new GraphQLError(
        $"\"{name}\" must not be null in a filter. Leave it out, or use \"eq: null\" to find what is null.")
    { Code = ErrorCodes.BadUserInput });
}
