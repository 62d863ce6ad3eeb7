using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Keeps what is earned and spent at units within their limits, inside the change that books it. Each limit for a day has a row that
/// counts, so that two terminals which are at it together meet there, and the slower one sees what is left.
/// </summary>
/// <param name="store">The rows.</param>
/// <param name="catalogs">The limits.</param>
/// <param name="actor">Who spends.</param>
/// <param name="time">The clock.</param>
sealed class UnitLimits(ICrmStore store, Catalogs catalogs, IActor actor, TimeProvider time)
{
    /// <summary>
    /// Spends points on behalf of the units that the actor works for; a member, and who works for the whole organisation, has no limit
    /// here.
    /// </summary>
    /// <exception cref="LoyaltyCapReachedException">That would be more than a unit may spend.</exception>
    public async Task SpendAsync(Guid programId, long points, CancellationToken ct)
    {
        if (actor.ContactId is not null || actor.Units is not { Count: > 0 } units) return;
        foreach (var limit in await LimitsAsync(await catalogs.ReadAsync(ct), programId, units, ct))
        {
            if (points > limit.SpendPerRequest)
                throw new LoyaltyCapReachedException(
                    LoyaltyCap.UnitRequest, limit.SpendPerRequest.Value, limit.SpendPerRequest.Value, await NameAsync(limit, ct));
            if (limit.SpendPerDay is not { } most) continue;
            var day = await DayAsync(limit, time.GetUtcNow(), ct);
            if (points > most - day.Spent)
                throw new LoyaltyCapReachedException(
                    LoyaltyCap.UnitDay, most, Math.Max(0, most - day.Spent), await NameAsync(limit, ct));
            day.Spent += points;
        }
    }

    /// <summary>
    /// What of the points that a purchase is worth can be earned at its unit. What is booked for it already isn't taken back by a limit.
    /// </summary>
    /// <param name="program">The programme.</param>
    /// <param name="unitId">Where it happened; null: unknown, and without a limit.</param>
    /// <param name="worth">By the rules.</param>
    /// <param name="booked">For the purchase until now.</param>
    /// <param name="occurredAt">When it happened.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Judgement> EarnAsync(
        LoyaltyProgram program, Guid? unitId, Judgement worth, long booked, DateTimeOffset occurredAt, CancellationToken ct)
    {
        if (unitId is not { } unit) return worth;
        var most = worth.Points;
        var days = new List<LoyaltyUnitDay>();
        foreach (var limit in await LimitsAsync(await catalogs.ReadAsync(ct), program.Id, [unit], ct))
        {
            if (limit.EarnPerDay is not null) days.Add(await DayAsync(limit, occurredAt, ct));
            most = Math.Min(most, MostOf(limit, limit.EarnPerDay is null ? 0 : days[^1].Earned, booked));
        }
        foreach (var day in days) day.Earned = Math.Max(0, day.Earned + most - booked);
        return UpTo(worth, most);
    }

    /// <summary>What a purchase that is worth so much earns at its unit at most, whatever was earned there that day.</summary>
    public async Task<Judgement> OfPurchaseAsync(LoyaltyProgram program, Guid? unitId, Judgement worth, CancellationToken ct)
    {
        if (unitId is not { } unit || worth.Points == 0) return worth;
        var limits = await LimitsAsync(await catalogs.ReadAsync(ct), program.Id, [unit], ct);
        return UpTo(worth, limits.Min(limit => limit.EarnPerPurchase) ?? long.MaxValue);
    }

    /// <summary>
    /// What of the points that a basket is worth would be earned at a unit by what was earned there until now. Outside of any change. Who
    /// doesn't see the unit, as a member, can't tell which ones are above it: its own limits count.
    /// </summary>
    public async Task<Judgement> QuoteAsync(
        Catalog catalog, LoyaltyProgram program, Guid? unitId, Judgement worth, DateTimeOffset occurredAt, CancellationToken ct)
    {
        if (unitId is not { } unit) return worth;
        var limits = await LimitsAsync(catalog, program.Id, [unit], ct);
        if (limits.Count == 0) return worth;
        var (keys, day) = (limits.Select(limit => limit.Id).ToArray(), LoyaltyCalendar.DateOf(occurredAt, program.TimeZone));
        var earned = await store.Query<LoyaltyUnitDay>().Where(row => keys.Contains(row.LimitId) && row.Day == day)
            .ToDictionaryAsync(row => row.LimitId, row => row.Earned, ct);
        return UpTo(worth, limits.Min(limit => MostOf(limit, earned.GetValueOrDefault(limit.Id), booked: 0)));
    }

    /// <summary>The most that a purchase may earn in all, of which something is booked already.</summary>
    static long MostOf(LoyaltyUnitLimit limit, long earnedThatDay, long booked) => Math.Min(
        limit.EarnPerPurchase is { } perPurchase ? Math.Max(perPurchase, booked) : long.MaxValue,
        limit.EarnPerDay is { } perDay ? Math.Max(perDay - earnedThatDay, 0) + booked : long.MaxValue);

    /// <summary>The first awards as far as they go; of one that is cut the same share counts for the tier.</summary>
    static Judgement UpTo(Judgement worth, long most)
    {
        if (most >= worth.Points) return worth;
        var awards = new List<Award>();
        foreach (var award in worth.Awards)
        {
            var points = Math.Min(award.Points, most);
            most -= points;
            if (points == award.Points) awards.Add(award);
            else if (points > 0)
                awards.Add(award with { Points = points, Qualifying = (long)((decimal)award.Qualifying * points / award.Points) });
        }
        return worth with { Awards = awards };
    }

    async Task<IReadOnlyList<LoyaltyUnitLimit>> LimitsAsync(
        Catalog catalog, Guid programId, IReadOnlyList<Guid> units, CancellationToken ct)
    {
        var limits = catalog.UnitLimits.Where(limit => limit.ProgramId == programId).ToList();
        if (limits.Count == 0) return [];
        var paths = await store.Query<Unit>().Where(unit => units.Contains(unit.Id)).Select(unit => unit.Path).ToListAsync(ct);
        var counting = paths.SelectMany(UnitPath.Read).Concat(units).ToHashSet();
        return limits.FindAll(limit => counting.Contains(limit.UnitId));
    }

    /// <summary>The name of the unit of a limit; null: the actor doesn't see it.</summary>
    async Task<string?> NameAsync(LoyaltyUnitLimit limit, CancellationToken ct) => actor.Has("units:read")
        ? await store.Query<Unit>().Where(unit => unit.Id == limit.UnitId).Select(unit => unit.Name).FirstOrDefaultAsync(ct)
        : null;

    async Task<LoyaltyUnitDay> DayAsync(LoyaltyUnitLimit limit, DateTimeOffset at, CancellationToken ct)
    {
        var day = LoyaltyCalendar.DateOf(at, (await catalogs.ReadAsync(ct)).Program(limit.ProgramId).TimeZone);
        if (await store.FindAsync<LoyaltyUnitDay>(row => row.LimitId == limit.Id && row.Day == day, ct) is { } found) return found;
        var row = new LoyaltyUnitDay { Id = Guid.CreateVersion7(time.GetUtcNow()), LimitId = limit.Id, Day = day };
        store.Add(row);
        return row;
    }
}

/// <summary>More than there may be.</summary>
/// <param name="cap">Of what.</param>
/// <param name="limit">The most that there may be.</param>
/// <param name="left">What is left of it.</param>
/// <param name="unit">The name of the unit that has the limit; null: none has it, or whoever asks doesn't see it.</param>
sealed class LoyaltyCapReachedException(LoyaltyCap cap, long limit, long left, string? unit = null)
    : CrmException("LOYALTY_CAP_REACHED", string.Create(
        CultureInfo.InvariantCulture,
        $"{WhatOf(cap, unit)} at most {limit} points, and {left} are left of that. Take fewer, or have the limit raised."))
{
    /// <summary>Of what.</summary>
    public LoyaltyCap Cap { get; } = cap;

    /// <summary>The most that there may be.</summary>
    public long Limit { get; } = limit;

    /// <summary>What is left of it.</summary>
    public long Left { get; } = left;

    /// <summary>The name of the unit that has the limit; null: none has it, or you don't see it.</summary>
    public string? Unit { get; } = unit;

    static string WhatOf(LoyaltyCap cap, string? unit) => cap switch
    {
        LoyaltyCap.UnitRequest => $"{Place(unit)}, a request can spend",
        LoyaltyCap.UnitDay => $"{Place(unit)}, a day can see spent",
        LoyaltyCap.Transfer => "A transfer can move",
        _ => "In a day, a member can hand over",
    };

    static string Place(string? unit) => unit is null ? "At this unit or one above it" : $"At \"{unit}\" and below";
}

/// <summary>Of what there may only be so much.</summary>
enum LoyaltyCap
{
    /// <summary>Of what somebody who works for a unit spends at once.</summary>
    UnitRequest,

    /// <summary>Of what those who work for a unit spend in a day.</summary>
    UnitDay,

    /// <summary>Of what a transfer moves.</summary>
    Transfer,

    /// <summary>Of what a member hands over in a day.</summary>
    TransferDay,
}
