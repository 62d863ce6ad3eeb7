using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Points that a transaction took out of one book and put into another. Added, never changed.</summary>
[VisibleWith<LoyaltyTransaction>(nameof(TransactionId)), Authorize("loyalty:read"), AllowMembers]
public sealed record LoyaltyMovement
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; init; }

    /// <summary>The transaction.</summary>
    [GraphQLIgnore]
    public Guid TransactionId { get; init; }

    /// <summary>The place in the transaction, from 1.</summary>
    public int Number { get; init; }

    /// <summary>The lot whose points they are; null: of none in particular, such as a debt that nothing was spent for.</summary>
    [GraphQLIgnore]
    public Guid? LotId { get; init; }

    /// <summary>From where.</summary>
    public LoyaltyBook From { get; init; }

    /// <summary>To where.</summary>
    public LoyaltyBook To { get; init; }

    /// <summary>How many, from 1.</summary>
    public long Points { get; init; }

    /// <summary>When the points of the lot lapse, as of this movement; null: never, or there is no lot.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
