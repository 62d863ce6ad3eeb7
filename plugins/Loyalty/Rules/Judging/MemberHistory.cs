using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// What was true of a member when something happened. Most rules ask nothing of it, and in the middle of a batch of events the tables of
/// the plugin can't be read but row by row, so each thing is looked up only for rules that ask for it.
/// </summary>
sealed class MemberHistory(ICrmStore store)
{
    /// <summary>For a member, inside a change.</summary>
    public async Task<Circumstances> AtAsync(RuleSet rules, Purchase what, LoyaltyAccount account, CancellationToken ct)
    {
        var asks = Asks.Of(rules, what.OccurredAt);
        return await OfAsync(asks, what, account.ContactId, ct) with
        {
            MemberSince = account.EnrolledAt,
            Tier = asks.Tier ? await TierAsync(rules, account, what.OccurredAt, ct) : null,
            Used = asks.DailyPoints || asks.EverPoints ? await UsedAsync(rules, asks, what, account, ct) : new(),
        };
    }

    /// <summary>For a basket, outside of any change.</summary>
    /// <param name="account">Of the contact; null: it would join with this purchase.</param>
    public async Task<Circumstances> NowAsync(RuleSet rules, Purchase what, LoyaltyAccount? account, Guid? contactId, CancellationToken ct)
    {
        var asks = Asks.Of(rules, what.OccurredAt);
        var facts = await OfAsync(asks, what, contactId, ct) with { MemberSince = account?.EnrolledAt, Tier = rules.TierOf(account) };
        return account is null || !(asks.DailyPoints || asks.EverPoints)
            ? facts
            : facts with { Used = await ReadUsedAsync(rules, asks, what, account, ct) };
    }

    async Task<Circumstances> OfAsync(Asks asks, Purchase what, Guid? contactId, CancellationToken ct) => new()
    {
        BirthDate = asks.Birthday && contactId is { } id
            ? (await store.Query<Contact>().FirstOrDefaultAsync(contact => contact.Id == id, ct))?.BirthDate
            : null,
        // Who doesn't see the unit, as a member, still says which one it is.
        Units = asks.Units && what.UnitId is { } unitId ? [unitId, .. UnitPath.Read(await PathAsync(unitId, ct))] : [],
    };

    Task<string?> PathAsync(Guid unitId, CancellationToken ct) =>
        store.Query<Unit>().Where(unit => unit.Id == unitId).Select(unit => (string?)unit.Path).FirstOrDefaultAsync(ct);

    async Task<string?> TierAsync(RuleSet rules, LoyaltyAccount account, DateTimeOffset at, CancellationToken ct)
    {
        var later = await store.FindAsync<LoyaltyTierChange>(change => change.AccountId == account.Id && change.At >= at, ct);
        if (later is null) return rules.TierOf(account);
        var changes = await store.Query<LoyaltyTierChange>().Where(change => change.AccountId == account.Id && change.At >= at)
            .ToListAsync(ct);
        return rules.TierAt(account, changes, at);
    }

    async Task<CapUsage> UsedAsync(RuleSet rules, Asks asks, Purchase what, LoyaltyAccount account, CancellationToken ct)
    {
        var (since, original) = (asks.EverPoints ? DateTimeOffset.MinValue : asks.DayOf(what).From, what.OriginalInteractionId);
        var any = await store.FindAsync<LoyaltyLot>(
            lot => lot.AccountId == account.Id && lot.EarnedAt >= since && lot.RuleVersionId != null
                && lot.OriginalInteractionId != original, ct);
        return any is null ? new() : await ReadUsedAsync(rules, asks, what, account, ct);
    }

    async Task<CapUsage> ReadUsedAsync(RuleSet rules, Asks asks, Purchase what, LoyaltyAccount account, CancellationToken ct)
    {
        var ((from, until), original) = (asks.DayOf(what), what.OriginalInteractionId);
        var lots = store.Query<LoyaltyLot>()
            .Where(lot => lot.AccountId == account.Id && lot.RuleVersionId != null
                && (original == null || lot.OriginalInteractionId != original));
        var used = new CapUsage();
        var day = LoyaltyCalendar.DateOf(what.OccurredAt, asks.TimeZone);
        foreach (var (rule, points) in rules.ByRule(await PointsAsync(lots.Where(lot => lot.EarnedAt >= from && lot.EarnedAt < until), ct)))
        {
            used.Add(rules.ProgramId, day, points);
            used.Add(rule, day, points);
        }
        if (asks.EverPoints)
            foreach (var (rule, points) in rules.ByRule(await PointsAsync(lots, ct))) used.Add(rule, null, points);
        return used;
    }

    /// <summary>What is left of lots after everything that was taken back, by the versions of rules that gave them.</summary>
    static async Task<List<KeyValuePair<Guid, long>>> PointsAsync(IQueryable<LoyaltyLot> lots, CancellationToken ct) => await lots
        .GroupBy(lot => lot.RuleVersionId)
        .Select(group => new KeyValuePair<Guid, long>(
            group.Key!.Value, group.Sum(lot => lot.Earned - lot.Reversed - lot.Owed - lot.Forgiven)))
        .ToListAsync(ct);
}

/// <summary>What the rules that were in force ask of a member.</summary>
sealed record Asks(bool Tier, bool Birthday, bool Units, bool DailyPoints, bool EverPoints, string TimeZone)
{
    public static Asks Of(RuleSet rules, DateTimeOffset at)
    {
        var (terms, all) = (rules.TermsAt(at), rules.InForceAt(at).Select(rule => rule.Definition).ToList());
        return new(
            all.Exists(rule => rule.Tiers is not null), all.Exists(rule => rule.Birthday is not null),
            all.Exists(rule => rule.Units is not null),
            terms.MaxPerDay is not null || all.Exists(rule => rule.MaxPerDay is not null),
            all.Exists(rule => rule.MaxPerMember is not null), terms.TimeZone);
    }

    /// <summary>The day on which it happened, by the clock of the programme.</summary>
    public (DateTimeOffset From, DateTimeOffset Until) DayOf(Purchase what)
    {
        var day = LoyaltyCalendar.DateOf(what.OccurredAt, TimeZone);
        return (LoyaltyCalendar.StartOf(day, TimeZone), LoyaltyCalendar.StartOf(day.AddDays(1), TimeZone));
    }
}

/// <summary>The way from the root of the organisation down to a unit.</summary>
static class UnitPath
{
    public static IReadOnlyList<Guid> Read(string? path) =>
        [.. (path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).Select(key => Guid.Parse(key))];
}
