using System.Text.Json;
using System.Text.RegularExpressions;

namespace Crm.Headless.Loyalty;

/// <summary>Makes and changes the tiers of programmes. Every change makes the programme's accounts due for another look.</summary>
/// <param name="store">The rows.</param>
/// <param name="catalogs">What there is.</param>
/// <param name="time">The clock.</param>
sealed partial class TierDefining(ICrmStore store, Catalogs catalogs, TimeProvider time)
{
    const int MostMonths = 120;
    const int MostDays = 3650;
    const int MostTiers = 50;
    const int MostBenefits = 50;

    /// <exception cref="LoyaltyTierInvalidException">It can't be like this.</exception>
    public Task<LoyaltyTier> CreateAsync(LoyaltyCreateTierInput input, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var catalog = await catalogs.ReadAsync(again);
            var program = catalog.Program(input.Program);
            if (!UpperSnake().IsMatch(input.Code))
                throw new LoyaltyTierInvalidException("code", "Give up to 50 capital letters, digits and _, beginning with a letter.");
            var tier = new LoyaltyTier
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                ProgramId = program.Id,
                Code = input.Code,
                Name = LoyaltyText.Line(input.Name, "name")!,
                Rank = input.Rank,
                Points = input.Points,
                Spend = input.Spend,
                Interactions = input.Interactions,
                KeepPoints = input.KeepPoints,
                KeepSpend = input.KeepSpend,
                KeepInteractions = input.KeepInteractions,
                BenefitList = ListOf(input.Benefits ?? []),
                CreatedAt = time.GetUtcNow(),
                UpdatedAt = time.GetUtcNow(),
            };
            Check(tier, [.. catalog.Tiers.Where(other => other.ProgramId == program.Id)]);
            store.Add(tier);
            await ChangedAsync(program.Id, again);
            return tier;
        },
        ct);

    /// <exception cref="LoyaltyTierNotFoundException">There is none.</exception>
    /// <exception cref="LoyaltyTierInvalidException">It can't be like this.</exception>
    public Task<LoyaltyTier> UpdateAsync(LoyaltyUpdateTierInput input, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var tier = await FindAsync(input.Id, again);
            tier.Name = LoyaltyText.Line(input.Name.Or(tier.Name), "name")!;
            tier.Rank = input.Rank.Or(tier.Rank);
            (tier.Points, tier.Spend, tier.Interactions) =
                (input.Points.Or(tier.Points), input.Spend.Or(tier.Spend), input.Interactions.Or(tier.Interactions));
            (tier.KeepPoints, tier.KeepSpend, tier.KeepInteractions) =
                (input.KeepPoints.Or(tier.KeepPoints), input.KeepSpend.Or(tier.KeepSpend), input.KeepInteractions.Or(
                    tier.KeepInteractions));
            if (input.Benefits.HasValue) tier.BenefitList = ListOf(input.Benefits.Value);
            tier.UpdatedAt = time.GetUtcNow();
            Check(tier,
                [.. (await catalogs.ReadAsync(again)).Tiers.Where(other => other.ProgramId == tier.ProgramId && other.Id != tier.Id)]);
            await ChangedAsync(tier.ProgramId, again);
            return tier;
        },
        ct);

    /// <exception cref="LoyaltyTierNotFoundException">There is none.</exception>
    public Task RemoveAsync(Guid id, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var tier = await FindAsync(id, again);
            store.Remove(tier);
            await ChangedAsync(tier.ProgramId, again);
            return true;
        },
        ct);

    /// <exception cref="LoyaltyTierPolicyInvalidException">It can't be like this.</exception>
    public Task<LoyaltyProgram> SetPolicyAsync(LoyaltySetTierPolicyInput input, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var program = await ChangedAsync((await catalogs.ReadAsync(again)).Program(input.Program).Id, again);
            var policy = program.TierPolicy;
            program.TierPolicy = policy with
            {
                Window = input.Window.Or(policy.Window),
                WindowMonths = Within(input.WindowMonths.Or(policy.WindowMonths), 1, MostMonths, "windowMonths"),
                RetentionMonths = Within(input.RetentionMonths.Or(policy.RetentionMonths), 0, MostMonths, "retentionMonths"),
                RetainsToYearEnd = input.RetainsToYearEnd.Or(policy.RetainsToYearEnd),
                GraceDays = Within(input.GraceDays.Or(policy.GraceDays), 0, MostDays, "graceDays"),
                Downgrade = input.Downgrade.Or(policy.Downgrade),
                KindList = input.CountedKinds.HasValue
                    ? JsonSerializer.Serialize(input.CountedKinds.Value.Select(kind => kind.Value).Distinct()) : policy.KindList,
            };
            return program;
        },
        ct);

    async Task<LoyaltyTier> FindAsync(Guid id, CancellationToken ct) =>
        await store.FindAsync<LoyaltyTier>(tier => tier.Id == id, ct) ?? throw new LoyaltyTierNotFoundException(id);

    async Task<LoyaltyProgram> ChangedAsync(Guid programId, CancellationToken ct)
    {
        await catalogs.ChangeAsync(ct);
        var program = (await store.FindAsync<LoyaltyProgram>(row => row.Id == programId, ct))!;
        program.TierPolicy = program.TierPolicy with { ChangedAt = time.GetUtcNow() };
        return program;
    }

    static void Check(LoyaltyTier tier, IReadOnlyList<LoyaltyTier> others)
    {
        if (others.Count == MostTiers)
            throw new LoyaltyTierInvalidException("program", $"It has {MostTiers} tiers, more are not possible. Remove one.");
        if (tier.Rank < 1) throw new LoyaltyTierInvalidException("rank", "Give 1 or more.");
        if (others.Any(other => other.Code == tier.Code))
            throw new LoyaltyTierInvalidException("code", $"There is a tier {tier.Code} already. Choose another code.");
        if (others.FirstOrDefault(other => other.Rank == tier.Rank) is { } same)
            throw new LoyaltyTierInvalidException("rank", $"{same.Code} has the rank {tier.Rank} already. Choose another one.");
        Check(tier.Points, tier.KeepPoints, "points", "keepPoints");
        Check(tier.Spend, tier.KeepSpend, "spend", "keepSpend");
        Check(tier.Interactions, tier.KeepInteractions, "interactions", "keepInteractions");
    }

    static void Check(decimal? reach, decimal? keep, string reachField, string keepField)
    {
        if (reach < 0) throw new LoyaltyTierInvalidException(reachField, "Give 0 or more, or null where it doesn't matter.");
        if (keep < 0 || (keep is not null && !(keep <= reach)))
            throw new LoyaltyTierInvalidException(keepField, $"Give 0 or more, and at most as much as \"{reachField}\"; or null.");
    }

    static int Within(int value, int least, int most, string field) => value >= least && value <= most
        ? value
        : throw new LoyaltyTierPolicyInvalidException(field, $"{value} is not possible. Give {least} to {most}.");

    static string ListOf(IReadOnlyList<string> benefits) => benefits.Count <= MostBenefits
        ? JsonSerializer.Serialize(benefits.Select(benefit => LoyaltyText.Line(benefit, "benefits")))
        : throw new LoyaltyTierInvalidException("benefits", $"Give at most {MostBenefits}.");

    [GeneratedRegex("^[A-Z][A-Z0-9_]{0,49}$")]
    private static partial Regex UpperSnake();
}
