using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>
/// How many points may come and go at a unit in a programme, with the units below it: a store with its terminals, or a mall with its
/// stores. Where units above it have limits as well, all of them count, so these rows can be seen by more than those who see the unit.
/// </summary>
[VisibleToAll, Authorize("loyalty:admin")]
public sealed class LoyaltyUnitLimit
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal init; }

    /// <summary>The unit.</summary>
    [GraphQLIgnore]
    public Guid UnitId { get; internal init; }

    /// <summary>The programme.</summary>
    [GraphQLIgnore]
    public Guid ProgramId { get; internal init; }

    /// <summary>The most that one purchase earns there; null: no limit.</summary>
    public long? EarnPerPurchase { get; internal set; }

    /// <summary>The most that is earned there in a day of the programme; null: no limit.</summary>
    public long? EarnPerDay { get; internal set; }

    /// <summary>The most that is spent at once by somebody who works for the unit; null: no limit.</summary>
    public long? SpendPerRequest { get; internal set; }

    /// <summary>The most that is spent in a day of the programme by those who work for the unit; null: no limit.</summary>
    public long? SpendPerDay { get; internal set; }

    /// <summary>Counts the changes.</summary>
    [GraphQLIgnore]
    public int Version { get; private set; }
}

/// <summary>What came and went in a day at a unit with a limit for the day.</summary>
[VisibleToAll, Authorize("loyalty:admin")]
public sealed class LoyaltyUnitDay
{
    /// <summary>The key.</summary>
    [GraphQLIgnore]
    public Guid Id { get; internal init; }

    /// <summary>The limit.</summary>
    [GraphQLIgnore]
    public Guid LimitId { get; internal init; }

    /// <summary>The day, by the programme's time zone.</summary>
    public DateOnly Day { get; internal init; }

    /// <summary>What was earned, less what was taken back of it.</summary>
    public long Earned { get; internal set; }

    /// <summary>What was spent.</summary>
    public long Spent { get; internal set; }

    /// <summary>Counts the changes, so that of two terminals the slower one sees what the faster one spent.</summary>
    [GraphQLIgnore]
    public int Version { get; private set; }
}

/// <summary>What a limit shows besides its own columns.</summary>
[ObjectType<LoyaltyUnitLimit>]
public static class LoyaltyUnitLimitFields
{
    /// <summary>The unit.</summary>
    [Join(nameof(LoyaltyUnitLimit.UnitId), nameof(Unit.Id)), UseSingleOrDefault, UseFiltering, Authorize("units:read")]
    public static IQueryable<Unit> GetUnit(IQueryable<Unit> units) => units;

    /// <summary>The programme.</summary>
    [Join(nameof(LoyaltyUnitLimit.ProgramId), nameof(LoyaltyProgram.Id)), UseSingleOrDefault, UseFiltering]
    public static IQueryable<LoyaltyProgram> GetProgram(IQueryable<LoyaltyProgram> programs) => programs;

    /// <summary>What came and went, the latest day first.</summary>
    [Join(nameof(LoyaltyUnitLimit.Id), nameof(LoyaltyUnitDay.LimitId)), UsePaging, UseFiltering, UseSorting(Default = ["Day DESC"])]
    public static IQueryable<LoyaltyUnitDay> GetDays(IQueryable<LoyaltyUnitDay> days) => days;
}

/// <summary>The limits among the queries.</summary>
[QueryType]
public static class LoyaltyUnitLimitQueries
{
    /// <summary>The limits of units.</summary>
    [UsePaging, UseFiltering, UseSorting, Authorize("loyalty:admin")]
    public static IQueryable<LoyaltyUnitLimit> GetLoyaltyUnitLimits(IQueryable<LoyaltyUnitLimit> limits) => limits;
}
