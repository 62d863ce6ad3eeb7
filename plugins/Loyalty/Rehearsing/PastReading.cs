using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Reads what happened with people, and what was true of them then.</summary>
sealed class PastReading(ICrmStore store, PurchaseReader purchases)
{
    /// <summary>What the rules of a rehearsal may give points for, or take some back for.</summary>
    public IQueryable<Interaction> InteractionsOf(LoyaltyRehearsal rehearsal)
    {
        var (from, to) = (rehearsal.From, rehearsal.To);
        InteractionKind[] always = [InteractionKinds.Purchase, InteractionKinds.Refund];
        InteractionKind[] kinds = [.. rehearsal.Rules.Rules.SelectMany(rule => rule.Definition.Kinds ?? []).Concat(always).Distinct()];
        return store.Query<Interaction>()
            .Where(interaction => interaction.Status == InteractionStatus.Recorded && interaction.ContactId != null
            && interaction.OccurredAt >= from && interaction.OccurredAt < to && kinds.Contains(interaction.Kind));
    }

    /// <summary>Of each of them all that there is, in the order in which it happened.</summary>
    public async Task<IReadOnlyList<PastOfPerson>> ReadAsync(LoyaltyRehearsal rehearsal, List<Guid> people, CancellationToken ct)
    {
        var happened = await InteractionsOf(rehearsal).Where(interaction => EF.Parameter(people).Contains(interaction.ContactId!.Value))
            .OrderBy(interaction => interaction.OccurredAt).ThenBy(interaction => interaction.Id).ToListAsync(ct);
        var judged = await purchases.ReadAsync(happened, ct);
        var accounts = (await store.Query<LoyaltyAccount>()
                .Where(account => account.ProgramId == rehearsal.Program.Id && EF.Parameter(people).Contains(account.ContactId!.Value))
                .ToListAsync(ct))
            .ToDictionary(account => account.ContactId!.Value);
        var more = await MoreAsync(rehearsal, people, accounts.Values, ct);
        var byPerson = happened.ToLookup(interaction => interaction.ContactId!.Value);
        return people.ConvertAll(person => more with
        {
            ContactId = person,
            Account = accounts.GetValueOrDefault(person),
            Interactions = [.. byPerson[person].Select(interaction => (interaction.RecordedAt, judged[interaction.OriginalId]))],
        });
    }

    // What no rule asks for isn't read.
    async Task<PastOfPerson> MoreAsync(
        LoyaltyRehearsal rehearsal, List<Guid> people, IEnumerable<LoyaltyAccount> accounts, CancellationToken ct)
    {
        var rules = rehearsal.Rules.Rules.Select(rule => rule.Definition).ToList();
        var (ids, from) = (accounts.Select(account => account.Id).ToList(), rehearsal.From);
        return new()
        {
            BirthDates = !rules.Exists(rule => rule.Birthday is not null) ? [] : await BirthDatesAsync(people, ct),
            UnitPaths = !rules.Exists(rule => rule.Units is not null) ? [] : await UnitPathsAsync(ct),
            TierChanges = !rules.Exists(rule => rule.Tiers is not null) ? []
                : await store.Query<LoyaltyTierChange>().Where(change => EF.Parameter(ids).Contains(change.AccountId) && change.At >= from)
                    .ToListAsync(ct),
            Before = !rules.Exists(rule => rule.MaxPerMember is not null) ? []
                : await store.Query<LoyaltyLot>()
                    .Where(lot => EF.Parameter(ids).Contains(lot.AccountId) && lot.EarnedAt < from && lot.RuleVersionId != null)
                    .ToListAsync(ct),
        };
    }

    async Task<Dictionary<Guid, BirthDate?>> BirthDatesAsync(List<Guid> people, CancellationToken ct) =>
        (await store.Query<Contact>().Where(contact => EF.Parameter(people).Contains(contact.Id)).ToListAsync(ct))
        .ToDictionary(contact => contact.Id, contact => contact.BirthDate);

    async Task<Dictionary<Guid, IReadOnlyList<Guid>>> UnitPathsAsync(CancellationToken ct) =>
        (await store.Query<Unit>().Select(unit => new { unit.Id, unit.Path }).ToListAsync(ct))
            .ToDictionary(unit => unit.Id, unit => UnitPath.Read(unit.Path));
}

/// <summary>What happened with somebody, and what rules may ask about it.</summary>
sealed record PastOfPerson
{
    public Guid ContactId { get; init; }

    /// <summary>Null: the contact isn't a member.</summary>
    public LoyaltyAccount? Account { get; init; }

    /// <summary>In their order, with when they were recorded.</summary>
    public IReadOnlyList<(DateTimeOffset RecordedAt, Purchase What)> Interactions { get; init; } = [];

    // Of all people that were read together.
    public Dictionary<Guid, BirthDate?> BirthDates { get; init; } = [];
    public Dictionary<Guid, IReadOnlyList<Guid>> UnitPaths { get; init; } = [];
    public List<LoyaltyTierChange> TierChanges { get; init; } = [];
    public List<LoyaltyLot> Before { get; init; } = [];
}
