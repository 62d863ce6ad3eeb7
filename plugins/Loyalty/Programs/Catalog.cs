using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>What all members have in common, as it was at one time. Its rows are read only.</summary>
sealed record Catalog(
    long Number, IReadOnlyList<LoyaltyProgram> Programs, IReadOnlyList<LoyaltyTerms> Terms, IReadOnlyList<LoyaltyRule> Rules,
    IReadOnlyList<LoyaltyRuleVersion> RuleVersions, IReadOnlyList<LoyaltyTier> Tiers, IReadOnlyList<LoyaltyUnitLimit> UnitLimits)
{
    readonly ConcurrentDictionary<Guid, RuleSet> _rules = [];

    public LoyaltyProgram Default { get; } = Programs.Single(program => program.IsDefault);

    /// <summary>A programme as far as earning is concerned.</summary>
    public RuleSet RulesOf(Guid programId) => _rules.GetOrAdd(programId, static (id, catalog) => RuleSet.Of(catalog, id), this);

    public LoyaltyProgram Program(Guid id) => Programs.Single(program => program.Id == id);

    /// <exception cref="LoyaltyProgramNotFoundException">There is none.</exception>
    public LoyaltyProgram Program(string? code) => code is null
        ? Default
        : Programs.FirstOrDefault(program => program.Code == code) ?? throw new LoyaltyProgramNotFoundException(code);
}

/// <summary>The latest catalogue that was read, for all requests.</summary>
sealed class CatalogCache
{
    public volatile Catalog? Latest;
}

/// <summary>
/// The way to the catalogue. Events of thousands of purchases ask for it, so it is read again only when its number has changed, and that
/// number is a row that may be looked at in the middle of a batch of events.
/// </summary>
sealed class Catalogs(ICrmStore store, CatalogCache cache)
{
    /// <summary>As it is now, inside a change.</summary>
    public async Task<Catalog> ReadAsync(CancellationToken ct) => await ReadAsync((await RowAsync(ct)).Number, ct);

    /// <summary>As it is now, outside of any change.</summary>
    public async Task<Catalog> PeekAsync(CancellationToken ct) =>
        await ReadAsync(await store.Query<LoyaltyCatalog>().Select(row => row.Number).SingleAsync(ct), ct);

    /// <summary>Says that this change changes programmes, rules, tiers or rewards.</summary>
    public async Task ChangeAsync(CancellationToken ct) => (await RowAsync(ct)).Number++;

    async Task<Catalog> ReadAsync(long number, CancellationToken ct)
    {
        if (cache.Latest is { } latest && latest.Number == number) return latest;
        return cache.Latest = new(
            number,
            await store.Query<LoyaltyProgram>().OrderBy(program => program.Code).ToListAsync(ct),
            await store.Query<LoyaltyTerms>().OrderBy(terms => terms.Number).ToListAsync(ct),
            await store.Query<LoyaltyRule>().OrderBy(rule => rule.Code).ToListAsync(ct),
            await store.Query<LoyaltyRuleVersion>().OrderBy(version => version.Number).ToListAsync(ct),
            await store.Query<LoyaltyTier>().OrderBy(tier => tier.Rank).ToListAsync(ct),
            await store.Query<LoyaltyUnitLimit>().OrderBy(limit => limit.Id).ToListAsync(ct));
    }

    async Task<LoyaltyCatalog> RowAsync(CancellationToken ct) =>
        await store.FindAsync<LoyaltyCatalog>(row => row.Id == LoyaltyCatalog.TheOne, ct)
        ?? throw new InvalidOperationException("The row of loyalty_catalog is gone. Restore it from a backup.");
}

/// <summary>There is no programme with this code.</summary>
/// <param name="programCode">What was asked for.</param>
public sealed class LoyaltyProgramNotFoundException(string programCode)
    : CrmException(
        "LOYALTY_PROGRAM_NOT_FOUND",
        $"There is no programme \"{programCode}\". Look it up with loyaltyPrograms, or leave it out for the default one.")
{
    /// <summary>What was asked for.</summary>
    public string ProgramCode { get; } = programCode;
}
