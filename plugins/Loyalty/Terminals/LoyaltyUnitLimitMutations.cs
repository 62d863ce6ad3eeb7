using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Says how many points may come and go at units.</summary>
[MutationType, Authorize("loyalty:admin")]
static class LoyaltyUnitLimitMutations
{
    /// <summary>Sets the limits of a unit in a programme, in place of those that it had. What isn't given has no limit.</summary>
    [Error<LoyaltyProgramNotFoundException>, Error<LoyaltyUnitNotFoundException>, Error<LoyaltyLimitInvalidException>]
    public static Task<LoyaltyUnitLimit> LoyaltySetUnitLimitAsync(
        LoyaltySetUnitLimitInput input, ICrmStore store, Catalogs catalogs, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            Check(input);
            var program = (await catalogs.ReadAsync(again)).Program(input.Program);
            if (!await store.Query<Unit>().AnyAsync(unit => unit.Id == input.UnitId, again))
                throw new LoyaltyUnitNotFoundException(input.UnitId);
            var limit = await store.FindAsync<LoyaltyUnitLimit>(row => row.UnitId == input.UnitId && row.ProgramId == program.Id, again);
            if (limit is null) store.Add(limit = new() { Id = Guid.CreateVersion7(), UnitId = input.UnitId, ProgramId = program.Id });
            (limit.EarnPerPurchase, limit.EarnPerDay) = (input.EarnPerPurchase, input.EarnPerDay);
            (limit.SpendPerRequest, limit.SpendPerDay) = (input.SpendPerRequest, input.SpendPerDay);
            await catalogs.ChangeAsync(again);
            return limit;
        },
        ct);

    static void Check(LoyaltySetUnitLimitInput input)
    {
        foreach (var (field, value) in new[]
                 {
                     ("earnPerPurchase", input.EarnPerPurchase), ("earnPerDay", input.EarnPerDay),
                     ("spendPerRequest", input.SpendPerRequest), ("spendPerDay", input.SpendPerDay),
                 })
            if (value < 0) throw new LoyaltyLimitInvalidException(field, value.Value);
    }
}

/// <summary>The limits of a unit.</summary>
sealed record LoyaltySetUnitLimitInput
{
    /// <summary>The unit; it counts with those below it.</summary>
    [ID<Unit>]
    public Guid UnitId { get; init; }

    /// <summary>The code of the programme; null: the default one.</summary>
    public string? Program { get; init; }

    /// <summary>The most that one purchase earns there; null: no limit.</summary>
    public long? EarnPerPurchase { get; init; }

    /// <summary>The most that is earned there in a day of the programme; null: no limit.</summary>
    public long? EarnPerDay { get; init; }

    /// <summary>The most that is spent at once by somebody who works for the unit; null: no limit.</summary>
    public long? SpendPerRequest { get; init; }

    /// <summary>The most that is spent in a day of the programme by those who work for the unit; null: no limit.</summary>
    public long? SpendPerDay { get; init; }
}

/// <summary>There is no such unit.</summary>
/// <param name="unitId">What was asked for.</param>
sealed class LoyaltyUnitNotFoundException(Guid unitId)
    : CrmException("LOYALTY_UNIT_NOT_FOUND", "There is no unit with this id. Look it up with units(where:).")
{
    /// <summary>What was asked for.</summary>
    [ID<Unit>]
    public Guid UnitId { get; } = unitId;
}

/// <summary>A limit can't be like this.</summary>
/// <param name="field">The input's field.</param>
/// <param name="value">What was asked for.</param>
sealed class LoyaltyLimitInvalidException(string field, long value)
    : CrmException("LOYALTY_LIMIT_INVALID", $"\"{field}\" can't be {value}. Give 0 or more, or leave it out where there is no limit.")
{
    /// <summary>The input's field.</summary>
    public string Field { get; } = field;
}
