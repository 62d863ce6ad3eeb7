using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Where rules are written and let loose. What was let loose changes only by its end, and points that stand on it stay explained.
/// </summary>
sealed class RuleDesk(ICrmStore store, Catalogs catalogs, IActor actor, TimeProvider time)
{
    public Task<LoyaltyRule> CreateAsync(string? program, string code, LoyaltyRuleDefinition definition, CancellationToken ct) =>
        ChangeAsync(
        async again =>
        {
            var programId = (await catalogs.ReadAsync(again)).Program(program).Id;
            if (await store.Query<LoyaltyRule>().AnyAsync(other => other.ProgramId == programId && other.Code == code, again))
                throw new LoyaltyCodeInUseException(code);
            definition.CheckTiers(await TiersAsync(programId, again));
            var rule =
                new LoyaltyRule
                {
                    Id = Guid.CreateVersion7(time.GetUtcNow()),
                    ProgramId = programId,
                    Code = code,
                    CreatedAt = time.GetUtcNow()
                };
            store.Add(rule);
            store.Add(Version(rule.Id, 1, definition));
            return rule;
        },
        ct);

    public Task<LoyaltyRule> DraftAsync(Guid ruleId, LoyaltyRuleDefinition definition, CancellationToken ct) => ChangeAsync(
        ruleId,
        async (_, versions, again) =>
        {
            var rule = (await store.FindAsync<LoyaltyRule>(row => row.Id == ruleId, again))!;
            definition.CheckTiers(await TiersAsync(rule.ProgramId, again));
            if (Draft(versions) is { } draft) draft.Definition = RuleJson.Write(definition);
            else store.Add(Version(ruleId, versions.Count + 1, definition));
        },
        ct);

    public Task<LoyaltyRule> ActivateAsync(Guid ruleId, DateTimeOffset? startsAt, DateTimeOffset? endsAt, CancellationToken ct) =>
        ChangeAsync(
        ruleId,
        async (now, versions, again) =>
        {
            var draft = Draft(versions)
                ?? throw new LoyaltyRuleStateException("The rule has no draft to let loose. Write one with loyaltyDraftRule.");
            await ReleaseAsync(draft, versions, startsAt ?? now, endsAt, again);
        },
        ct);

    public Task<LoyaltyRule> PauseAsync(Guid ruleId, CancellationToken ct) => ChangeAsync(
        ruleId,
        (now, versions) =>
        {
            var active = versions.Find(version => version.StatusAt(now) == LoyaltyRuleStatus.Active)
                ?? throw new LoyaltyRuleStateException(
                    "The rule isn't active, so there is nothing to pause. See the status of its versions.");
            (active.State, active.EndsAt) = (LoyaltyRuleState.Paused, now);
        },
        ct);

    public Task<LoyaltyRule> ResumeAsync(Guid ruleId, DateTimeOffset? endsAt, CancellationToken ct) => ChangeAsync(
        ruleId,
        async (now, versions, again) =>
        {
            var paused = versions.Find(version => version.State == LoyaltyRuleState.Paused)
                ?? throw new LoyaltyRuleStateException("The rule isn't paused. See the status of its versions.");
            if (Draft(versions) is not null)
                throw new LoyaltyRuleStateException(
                    "The rule has a draft, which would come before what it goes on with. Let that loose with loyaltyActivateRule.");
            var resumed = Version(ruleId, versions.Count + 1, RuleJson.Read(paused.Definition));
            paused.State = LoyaltyRuleState.Released;
            store.Add(resumed);
            await ReleaseAsync(resumed, versions, now, endsAt, again);
        },
        ct);

    public Task<LoyaltyRule> EndAsync(Guid ruleId, DateTimeOffset? at, CancellationToken ct) => ChangeAsync(
        ruleId,
        async (now, versions, again) =>
        {
            var end = at ?? now;
            var open =
                versions.FindAll(version => version.State != LoyaltyRuleState.Draft && (version.EndsAt is null || version.EndsAt > end));
            if (open.Count == 0)
                throw new LoyaltyRuleStateException(
                    "The rule has no version that would count after that. It has ended already, or never began.");
            await RefusePastAsync(end, now, versions, again);
            foreach (var version in open) (version.State, version.EndsAt) = (LoyaltyRuleState.Released, end);
        },
        ct);

    async Task ReleaseAsync(
        LoyaltyRuleVersion draft, List<LoyaltyRuleVersion> versions, DateTimeOffset startsAt, DateTimeOffset? endsAt, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var before = versions.FindAll(version => version != draft && version.State != LoyaltyRuleState.Draft);
        if (endsAt <= startsAt)
            throw new LoyaltyRuleTimeException("The rule would end before it starts. Give an end after its start, or none.");
        if (before.Exists(version => version.StartsAt >= startsAt && !(version.EndsAt <= version.StartsAt)))
            throw new LoyaltyRuleTimeException(
                "A version of the rule starts at that time or later. Give a later start, or end the rule first.");
        if (before.Count > 0) await RefusePastAsync(startsAt, now, versions, ct);
        foreach (var version in before) version.EndBy(startsAt);
        (draft.State, draft.StartsAt, draft.EndsAt) = (LoyaltyRuleState.Released, startsAt, endsAt);
    }

    /// <summary>Points that were given stay explained by the version that gave them.</summary>
    async Task RefusePastAsync(DateTimeOffset moment, DateTimeOffset now, List<LoyaltyRuleVersion> versions, CancellationToken ct)
    {
        if (moment >= now) return;
        var ids = versions.ConvertAll(version => version.Id);
        if (await store.Query<LoyaltyLot>().AnyAsync(lot => lot.EarnedAt >= moment && ids.Contains(lot.RuleVersionId!.Value), ct))
            throw new LoyaltyRuleTimeException(
                "Members have points of the rule from that time on, and what they stand on doesn't change. "
                + "Give a time that is not in the past.");
    }

    Task<List<string>> TiersAsync(Guid programId, CancellationToken ct) => store.Query<LoyaltyTier>()
        .Where(tier => tier.ProgramId == programId).OrderBy(tier => tier.Rank).Select(tier => tier.Code).ToListAsync(ct);

    LoyaltyRuleVersion Version(Guid ruleId, int number, LoyaltyRuleDefinition definition) => new()
    {
        Id = Guid.CreateVersion7(time.GetUtcNow()),
        RuleId = ruleId,
        Number = number,
        Definition = RuleJson.Write(definition),
        CreatedAt = time.GetUtcNow(),
        ActorId = actor.UserId,
    };

    static LoyaltyRuleVersion? Draft(List<LoyaltyRuleVersion> versions) =>
        versions.Find(version => version.State == LoyaltyRuleState.Draft);

    Task<LoyaltyRule> ChangeAsync(Guid ruleId, Action<DateTimeOffset, List<LoyaltyRuleVersion>> change, CancellationToken ct) =>
        ChangeAsync(
        ruleId,
        (now, versions, _) =>
        {
            change(now, versions);
            return Task.CompletedTask;
        },
        ct);

    Task<LoyaltyRule> ChangeAsync(
        Guid ruleId, Func<DateTimeOffset, List<LoyaltyRuleVersion>, CancellationToken, Task> changeAsync, CancellationToken ct) =>
        ChangeAsync(
        async again =>
        {
            var rule = await store.FindAsync<LoyaltyRule>(row => row.Id == ruleId, again) ?? throw new LoyaltyRuleNotFoundException(ruleId);
            var versions = await store.Track<LoyaltyRuleVersion>().Where(version => version.RuleId == ruleId)
                .OrderBy(version => version.Number).ToListAsync(again);
            await changeAsync(time.GetUtcNow(), versions, again);
            return rule;
        },
        ct);

    Task<LoyaltyRule> ChangeAsync(Func<CancellationToken, Task<LoyaltyRule>> change, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var changed = await change(again);
            await catalogs.ChangeAsync(again); // the last thing, as what is read under the new number has to hold the change
            return changed;
        },
        ct);
}
