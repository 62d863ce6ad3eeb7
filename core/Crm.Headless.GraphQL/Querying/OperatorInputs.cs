using System.Reflection;
using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>The operators of leaf types: <c>StringOperationFilterInput</c> and its like, one per leaf type.</summary>
sealed class OperatorInputs(SchemaDraft draft)
{
    static readonly FilterOperator[] EqualityOperators = [FilterOperator.Eq, FilterOperator.Neq, FilterOperator.In, FilterOperator.Nin];
    static readonly FilterOperator[] BooleanOperators = [FilterOperator.Eq, FilterOperator.Neq];

    static readonly FilterOperator[] ComparableOperators =
    [
        .. EqualityOperators, FilterOperator.Gt, FilterOperator.Ngt, FilterOperator.Gte, FilterOperator.Ngte,
        FilterOperator.Lt, FilterOperator.Nlt, FilterOperator.Lte, FilterOperator.Nlte,
    ];

    static readonly FilterOperator[] TextOperators =
    [
        .. EqualityOperators, FilterOperator.Contains, FilterOperator.Ncontains, FilterOperator.StartsWith, FilterOperator.NstartsWith,
        FilterOperator.EndsWith, FilterOperator.NendsWith,
    ];

    readonly Dictionary<(NamedType Leaf, bool IsSensitive), InputObjectType> _types = [];

    public OperatorInput Of(RowMember member)
    {
        var rule = new LeafRule(null, member.IdOf);
        var single = new TypeShape(member.Shape.Type, false);
        var many = new TypeShape(member.Shape.Type.MakeArrayType(), false, single);
        return new(TypeOf(member.Leaf!, member.IsSensitive), member.Name, InputValues.Converter(single, rule), InputValues.Converter(many, rule));
    }

    InputObjectType TypeOf(NamedType leaf, bool isSensitive)
    {
        if (_types.TryGetValue((leaf, isSensitive), out var known)) return known;
        if (leaf is ScalarType scalar) draft.Outputs.Use(scalar);
        var type = new InputObjectType(isSensitive ? $"Sensitive{NameOf(leaf)}" : NameOf(leaf))
        {
            Owner = leaf.Owner,
            Description = $"Conditions on a value of type {leaf.Name}{(isSensitive ? " that is stored encrypted" : "")}.",
        };
        type.Fields = new FieldMap<InputValue>((isSensitive ? EqualityOperators : OperatorsOf(leaf)).Select(one => Field(one, leaf)), field => field.Name);
        _types.Add((leaf, isSensitive), type);
        return draft.Types.Add(type, $"the operators of {(isSensitive ? "sensitive " : "")}{leaf.Name}");
    }

    static string NameOf(NamedType leaf) => leaf is ScalarType && leaf.Name.All(char.IsUpper)
        ? $"{leaf.Name[0]}{leaf.Name[1..].ToLowerInvariant()}OperationFilterInput"
        : $"{leaf.Name}OperationFilterInput";

    static FilterOperator[] OperatorsOf(NamedType leaf) => leaf switch
    {
        EnumType => EqualityOperators,
        { Name: "ID" or "URI" } => EqualityOperators,
        { Name: "Boolean" } => BooleanOperators,
        { Name: "String" or "EmailAddress" or "PhoneNumber" } => TextOperators,
        _ => ComparableOperators,
    };

    InputValue Field(FilterOperator one, NamedType leaf)
    {
        var isText = one >= FilterOperator.Contains;
        var operand = isText ? draft.Outputs.Use(draft.Scalars["String"]) : leaf;
        GraphQLType type = one is FilterOperator.In or FilterOperator.Nin ? new ListType(new NonNullType(operand)) : operand;
        return new(Naming.Camel(one.ToString()), type) { Description = OperatorInput.Describe(one) };
    }
}

/// <summary>The operators on one property.</summary>
sealed class OperatorInput(InputObjectType type, string name, Func<object, object> convert, Func<object, object> convertList)
{
    public InputObjectType Type { get; } = type;

    public FilterNode Read(object? value, IReadOnlyList<PropertyInfo> path)
    {
        var conditions = FilterInput.Given(value, name).Select(entry => Compare(entry.Key, entry.Value, path)).ToList();
        return conditions.Count == 1 ? conditions[0] : new AndNode(conditions);
    }

    FilterNode Compare(string operation, object? operand, IReadOnlyList<PropertyInfo> path)
    {
        var one = Enum.Parse<FilterOperator>(operation, ignoreCase: true);
        if (operand is null && one is not (FilterOperator.Eq or FilterOperator.Neq)) throw FilterInput.Null($"{name}: {{{operation}}}");
        return new CompareNode(path, one, operand is null ? null : Convert(one, operand));
    }

    object Convert(FilterOperator one, object operand)
    {
        try
        {
            return one is FilterOperator.In or FilterOperator.Nin ? convertList(operand) : convert(operand);
        }
        catch (CoercionException reason)
        {
            throw new GraphQLException(new GraphQLError($"Filter \"{name}\": {reason.Message}") { Code = ErrorCodes.BadUserInput });
        }
    }

    public static string Describe(FilterOperator one) => one switch
    {
        FilterOperator.Eq => "Equal to this; null finds what is null.",
        FilterOperator.Neq => "Not equal to this; null finds what isn't null.",
        FilterOperator.In => "One of these.",
        FilterOperator.Nin => "None of these.",
        FilterOperator.Gt => "Greater than this.",
        FilterOperator.Ngt => "Not greater than this.",
        FilterOperator.Gte => "Greater than or equal to this.",
        FilterOperator.Ngte => "Not greater than or equal to this.",
        FilterOperator.Lt => "Less than this.",
        FilterOperator.Nlt => "Not less than this.",
        FilterOperator.Lte => "Less than or equal to this.",
        FilterOperator.Nlte => "Not less than or equal to this.",
        FilterOperator.Contains => "Contains this, whatever its case and width.",
        FilterOperator.Ncontains => "Doesn't contain this, whatever its case and width.",
        FilterOperator.StartsWith => "Starts with this, whatever its case and width.",
        FilterOperator.NstartsWith => "Doesn't start with this, whatever its case and width.",
        FilterOperator.EndsWith => "Ends with this, whatever its case and width.",
        _ => "Doesn't end with this, whatever its case and width.",
    };
}
