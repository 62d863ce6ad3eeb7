using System.Reflection;
using Crm.Headless.GraphQL.Querying;

namespace Crm.Headless.Server.Tests.Data;

/// <summary>A filter and an order of contacts, made of values that occur and of some that nearly do.</summary>
sealed class RandomRequest(Random random, RandomRows rows)
{
    static readonly FilterOperator[] Comparable =
        [FilterOperator.Eq, FilterOperator.Neq, FilterOperator.In, FilterOperator.Nin, FilterOperator.Gt, FilterOperator.Ngt, FilterOperator.Gte, FilterOperator.Ngte, FilterOperator.Lt, FilterOperator.Nlt, FilterOperator.Lte, FilterOperator.Nlte];

    static readonly FilterOperator[] Textual =
        [FilterOperator.Eq, FilterOperator.Neq, FilterOperator.In, FilterOperator.Nin, FilterOperator.Contains, FilterOperator.Ncontains, FilterOperator.StartsWith, FilterOperator.NstartsWith, FilterOperator.EndsWith, FilterOperator.NendsWith];

    static readonly string[][] ContactPaths = [["DisplayName"], ["GivenName"], ["Language"], ["Status"], ["CreatedAt"], ["AccountId"], ["BirthDate", "Month"], ["BirthDate", "Year"]];
    static readonly string[][] InteractionPaths = [["Subject"], ["OccurredAt"], ["Amount"], ["Channel"], ["Kind"], ["ContactId"]];
    static readonly string[][] AccountPaths = [["Name"], ["Industry"], ["CreatedAt"]];

    public static Relation AccountOf(Func<IQueryable> source) => new("account", Property<Contact>("AccountId"), Property<Account>("Id"), typeof(Account), false, _ => source());

    public static Relation InteractionsOf(Func<IQueryable> source) => new("interactions", Property<Contact>("Id"), Property<Interaction>("ContactId"), typeof(Interaction), true, _ => source());

    public FilterNode Filter(Relation account, Relation interactions, int depth) => random.Next(depth == 0 ? 1 : 6) switch
    {
        1 => new AndNode([.. Enumerable.Range(0, random.Next(3)).Select(_ => Filter(account, interactions, depth - 1))]),
        2 => new OrNode([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Filter(account, interactions, depth - 1))]),
        3 => new RelatedNode(account, Quantifier.One, random.Next(3) == 0 ? null : Compare<Account>(AccountPaths, rows.Accounts)),
        4 or 5 => ManyFilter(interactions),
        _ => Compare<Contact>(ContactPaths, rows.Contacts),
    };

    public IReadOnlyList<SortNode> Sort(Relation account) => [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(3) == 0
        ? new SortNode([account], Path(typeof(Account), Pick(AccountPaths)), random.Next(2) == 0)
        : new SortNode([], Path(typeof(Contact), Pick(ContactPaths)), random.Next(2) == 0)).DistinctBy(node => (node.Through.Count, string.Concat(node.Path.Select(step => step.Name))))];

    RelatedNode ManyFilter(Relation interactions)
    {
        var quantifier = Pick([Quantifier.Some, Quantifier.All, Quantifier.None, Quantifier.Any, Quantifier.NotAny]);
        var condition = quantifier is Quantifier.Any or Quantifier.NotAny ? null : Compare<Interaction>(InteractionPaths, rows.Interactions);
        return new RelatedNode(interactions, quantifier, condition);
    }

    CompareNode Compare<T>(string[][] paths, IReadOnlyList<T> all) where T : class
    {
        var path = Path(typeof(T), Pick(paths));
        var type = Nullable.GetUnderlyingType(path[^1].PropertyType) ?? path[^1].PropertyType;
        var op = type == typeof(string) ? Pick(Textual) : type.IsEnum || type == typeof(InteractionKind) || type == typeof(Guid) ? Pick(Textual[..4]) : Pick(Comparable);
        var values = Enumerable.Range(0, 4).Select(_ => Value(path, Pick(all))).ToList();
        object? value = op is FilterOperator.In or FilterOperator.Nin ? values : Near(values[0]);
        return new CompareNode(path, op, value is string text && op is not (FilterOperator.Eq or FilterOperator.Neq) ? Part(text) : value);
    }

    /// <summary>Sometimes more exact than a row can be.</summary>
    object? Near(object? value) => value switch
    {
        decimal number when random.Next(3) == 0 => number + 0.00005m,
        DateTimeOffset time when random.Next(3) == 0 => time.AddTicks(5),
        _ => value,
    };

    string Part(string text) => text.Length < 2 || char.IsSurrogate(text[0]) ? text.ToUpperInvariant() : random.Next(2) == 0 ? text[..(text.Length / 2)] : text[(text.Length / 2)..];

    static object? Value(IReadOnlyList<PropertyInfo> path, object row) => path.Aggregate((object?)row, (from, property) => from is null ? null : property.GetValue(from));

    static IReadOnlyList<PropertyInfo> Path(Type type, string[] names)
    {
        var path = new List<PropertyInfo>();
        foreach (var name in names)
        {
            path.Add(type.GetProperty(name)!);
            type = path[^1].PropertyType;
        }
        return path;
    }

    T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    static PropertyInfo Property<T>(string name) => typeof(T).GetProperty(name)!;
}
