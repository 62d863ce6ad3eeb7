using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Takes over points from another system.</summary>
[MutationType]
static class LoyaltyOpening
{
    /// <summary>
    /// Gives members the points that they bring along, enrolling those who aren't yet. A row that can't be taken over is refused with its
    /// reason, the others are taken over. With the same keys again nothing is given again.
    /// </summary>
    [Authorize("loyalty:admin"), Error<LoyaltyProgramNotFoundException>, Error<LoyaltyTooManyBalancesException>]
    public static Task<LoyaltyImportBalancesPayload> LoyaltyImportBalancesAsync(
        LoyaltyImportBalancesInput input, OpeningBalances balances, CancellationToken ct) =>
        balances.ImportAsync(input.Program, input.Balances, ct);
}

/// <summary>What members bring along.</summary>
/// <param name="Balances">Up to 500 rows.</param>
/// <param name="Program">The programme's code; null: the default one.</param>
sealed record LoyaltyImportBalancesInput(IReadOnlyList<LoyaltyBalanceInput> Balances, string? Program = null);

/// <summary>
/// What a member brings along. Several rows of one member, with different keys, are points that lapse at different times.
/// </summary>
sealed record LoyaltyBalanceInput
{
    /// <summary>The contact; null: it is named by its key in another system.</summary>
    [ID<Contact>]
    public Guid? ContactId { get; init; }

    /// <summary>The other system, such as "erp"; null: the contact's id is given.</summary>
    public string? Source { get; init; }

    /// <summary>The contact's key there; null: the contact's id is given.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The points that can be spent; 0: only qualifying ones are brought along.</summary>
    public long Points { get; init; }

    /// <summary>The points that count for the tier.</summary>
    [DefaultValue(0L)]
    public long Qualifying { get; init; }

    /// <summary>When they were earned, which also decides for which window of the tier they count; null: now.</summary>
    public DateTimeOffset? EarnedAt { get; init; }

    /// <summary>When they lapse; null: as the programme says.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Your own key of the row in the member's account, in up to 100 characters; null: "balance".</summary>
    public string? Key { get; init; }
}

/// <summary>What became of the rows.</summary>
/// <param name="Imported">How many were taken over.</param>
/// <param name="Repeated">How many had been taken over before.</param>
/// <param name="Refused">How many were refused.</param>
/// <param name="Rows">What became of each, in their order.</param>
sealed record LoyaltyImportBalancesPayload(int Imported, int Repeated, int Refused, IReadOnlyList<LoyaltyImportedBalance> Rows);

/// <summary>What became of a row.</summary>
/// <param name="Row">Its place, from 1.</param>
/// <param name="Status">Whether it was taken over.</param>
/// <param name="Problem">Why it was refused and what to do; null: it wasn't.</param>
sealed record LoyaltyImportedBalance(int Row, LoyaltyImportStatus Status, string? Problem);

/// <summary>Whether a row was taken over.</summary>
enum LoyaltyImportStatus
{
    /// <summary>It was.</summary>
    Imported,

    /// <summary>It had been before, so nothing was given.</summary>
    Repeated,

    /// <summary>It was not.</summary>
    Refused,
}

/// <summary>These are too many rows for a request.</summary>
/// <param name="rows">How many there are.</param>
sealed class LoyaltyTooManyBalancesException(int rows) : CrmException(
    "LOYALTY_TOO_MANY_BALANCES",
    $"{rows} rows are too many for a request. Send at most {LoyaltyTooManyBalancesException.Most} at once; "
    + "those sent again are given once.")
{
    internal const int Most = 500;

    /// <summary>How many there are.</summary>
    public int Rows { get; } = rows;
}
