using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>
/// What was said about a transaction. It may tell of a person, so it stands apart from the ledger and goes with the person; the ledger
/// keeps a salted hash of it.
/// </summary>
[VisibleWith<LoyaltyAccount>(nameof(AccountId)), Authorize("loyalty:read")]
public sealed record LoyaltyDetail
{
    /// <summary>The transaction.</summary>
    [GraphQLIgnore]
    public Guid Id { get; init; }

    /// <summary>The account.</summary>
    [GraphQLIgnore]
    public Guid AccountId { get; init; }

    /// <summary>The client's own key of the request: with it again nothing is done again. Null: none was given.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Why, in a line; null: nothing was said.</summary>
    [PersonalData]
    public string? Reason { get; init; }

    /// <summary>What to remember about it; null: nothing.</summary>
    [PersonalData]
    public string? Note { get; init; }

    /// <summary>Random, so that nobody finds a text that is gone by trying its hash.</summary>
    [GraphQLIgnore]
    public string Salt { get; init; } = "";
}
