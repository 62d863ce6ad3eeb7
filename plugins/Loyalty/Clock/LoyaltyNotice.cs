using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>That somebody was told that points lapse soon, so that nobody is told twice.</summary>
[GraphQLIgnore, VisibleWith<LoyaltyAccount>(nameof(AccountId))]
public sealed record LoyaltyNotice
{
    /// <summary>The key.</summary>
    public Guid Id { get; init; }

    /// <summary>The account.</summary>
    public Guid AccountId { get; init; }

    /// <summary>When the points lapse.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How many days before: 30, 7 or 1.</summary>
    public int Days { get; init; }

    /// <summary>When it was told.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
