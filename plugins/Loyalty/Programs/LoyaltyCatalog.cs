using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>
/// One row: how often programmes, rules, tiers or rewards changed. What was read of them holds as long as this number is the same.
/// </summary>
[GraphQLIgnore, VisibleToAll]
public sealed class LoyaltyCatalog
{
    internal static readonly Guid TheOne = new("0199c0de-0000-7000-8000-000000000000");

    /// <summary>The key.</summary>
    public Guid Id { get; internal init; }

    /// <summary>How often something changed.</summary>
    public long Number { get; internal set; }

    /// <summary>Counts the changes, so that of two writers the slower one sees the other.</summary>
    public int Version { get; private set; }
}
