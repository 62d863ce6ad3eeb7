namespace Crm.Headless.Loyalty;

/// <content>Points that are given or taken by hand, brought along, or handed to another member.</content>
sealed partial class Booking
{
    /// <summary>Gives points by hand, or takes them where there are fewer than zero.</summary>
    /// <exception cref="LoyaltyInsufficientPointsException">There are not enough to take.</exception>
    /// <param name="qualifying">What counts for the tier; below zero to take it.</param>
    /// <param name="expiresAt">When points that are given lapse; null: as the programme says.</param>
    public async Task<LoyaltyTransaction> AdjustAsync(
        LoyaltyAccount account, long points, Cause cause, CancellationToken ct, long qualifying = 0, DateTimeOffset? expiresAt = null)
    {
        await CatchUpAsync(account, ct);
        var posting = new Posting(account);
        if (points < 0) await TakeAsync(posting, LoyaltyBook.Adjusted, -points, ct);
        else Give(posting, points, await AdjustedOriginAsync(account, expiresAt, ct));
        var adjusted = await BookAsync(posting, LoyaltyTransactionKind.Adjust, cause, ct, qualifying);
        await HandOnAsync(account, ct);
        return adjusted;
    }

    async Task<LotOrigin> AdjustedOriginAsync(LoyaltyAccount account, DateTimeOffset? expiresAt, CancellationToken ct)
    {
        var origin = OriginOf((await catalogs.ReadAsync(ct)).Program(account.ProgramId), Now);
        return origin with { AvailableAt = Now, ExpiresAt = expiresAt ?? origin.ExpiresAt };
    }

    /// <summary>Points that a member brings along from another system.</summary>
    /// <param name="earnedAt">When they were earned there.</param>
    /// <param name="expiresAt">When they lapse; null: as the programme says.</param>
    public async Task<LoyaltyTransaction> OpenAsync(
        LoyaltyAccount account, long points, long qualifying, DateTimeOffset earnedAt, DateTimeOffset? expiresAt, Cause cause,
        CancellationToken ct)
    {
        var origin = OriginOf((await catalogs.ReadAsync(ct)).Program(account.ProgramId), earnedAt);
        var posting = new Posting(account);
        Give(posting, points, origin with { AvailableAt = Now, ExpiresAt = expiresAt ?? origin.ExpiresAt });
        var opened = await BookAsync(
            posting, LoyaltyTransactionKind.Opening, cause with { OccurredAt = cause.OccurredAt ?? earnedAt }, ct, qualifying);
        await HandOnAsync(account, ct);
        return opened;
    }

    /// <summary>Hands points to another member of the programme. They lapse there when they would have lapsed here.</summary>
    /// <returns>The transaction of the one who gives, and that of the one who gets.</returns>
    /// <exception cref="LoyaltyInsufficientPointsException">There are not enough.</exception>
    public async Task<(LoyaltyTransaction Given, LoyaltyTransaction Got)> TransferAsync(
        LoyaltyAccount from, LoyaltyAccount to, long points, Cause cause, CancellationToken ct)
    {
        await CatchUpAsync(from, ct);
        await CatchUpAsync(to, ct);
        Posting giving = new(from), getting = new(to);
        await TakeAsync(giving, LoyaltyBook.Adjusted, points, ct);
        foreach (var step in giving.Steps) Give(getting, step.Points, OriginOf(step.Lot!) with { AvailableAt = Now });
        var given = await BookAsync(giving, LoyaltyTransactionKind.Transfer, cause with { OtherAccountId = to.Id }, ct);
        var got = await BookAsync(
            getting, LoyaltyTransactionKind.Transfer, cause with { OtherAccountId = from.Id, IdempotencyKey = null }, ct);
        await HandOnAsync(to, ct);
        return (given, got);
    }

    /// <summary>Opens a lot of points that weren't earned here.</summary>
    LoyaltyLot Give(Posting posting, long points, LotOrigin origin, LoyaltyBook to = LoyaltyBook.Available)
    {
        var lot = Open(posting.Account, origin);
        posting.Move(LoyaltyBook.Adjusted, to, points, lot);
        return lot;
    }

    /// <summary>The same points in another account.</summary>
    static LotOrigin OriginOf(LoyaltyLot lot) => new()
    {
        EarnedAt = lot.EarnedAt,
        AvailableAt = lot.AvailableAt,
        ExpiresAt = lot.ExpiresAt,
        RuleVersionId = lot.RuleVersionId,
        SourceLotId = lot.Id,
    };
}
