using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Works rehearsals out, some hundred people at a time.</summary>
sealed class Rehearsals(Catalogs catalogs, PastReading past)
{
    const int Step = 1_000, DefaultPage = 10, MostInteractions = 200_000;

    /// <exception cref="LoyaltyProgramNotFoundException">There is no such programme.</exception>
    /// <exception cref="LoyaltyRuleNotFoundException">There is no such rule in the programme.</exception>
    /// <exception cref="LoyaltyRuleInvalidException">The rule is for a tier that the programme doesn't have.</exception>
    /// <exception cref="LoyaltyRehearsalTimeException">The time has no moment.</exception>
    public async Task<LoyaltyRehearsal> PrepareAsync(
        LoyaltyRuleDefinition definition, DateTimeOffset from, DateTimeOffset to, string? program, Guid? replaces, CancellationToken ct)
    {
        if (to <= from) throw new LoyaltyRehearsalTimeException();
        var catalog = await catalogs.PeekAsync(ct);
        var played = catalog.Program(program);
        definition.CheckTiers([.. catalog.Tiers.Where(tier => tier.ProgramId == played.Id).Select(tier => tier.Code)]);
        var rule = replaces is not { } id ? null : catalog.Rules.FirstOrDefault(one => one.Id == id && one.ProgramId == played.Id)
            ?? throw new LoyaltyRuleNotFoundException(id);
        var draft = new ReleasedRule(
            rule?.Id ?? Guid.CreateVersion7(), rule?.Code ?? "", Guid.CreateVersion7(), int.MaxValue, null, null, definition);
        var rules = catalog.RulesOf(played.Id);
        return new()
        {
            From = from,
            To = to,
            Program = played,
            Rules = rules.With(draft),
            Draft = draft,
            RuleOf = catalog.RuleVersions.ToDictionary(version => version.Id, version => version.RuleId),
        };
    }

    public async Task<Connection<LoyaltyRehearsedMember>> PageAsync(LoyaltyRehearsal rehearsal, PageArguments page, CancellationToken ct)
    {
        if (page.Last is not null || page.Before is not null)
            throw new LoyaltyRehearsalPageException("Take pages forward, with \"first\" and \"after\".");
        var size = page.First ?? DefaultPage;
        var after = page.After is null ? (Guid?)null
            : Guid.TryParseExact(page.After, "N", out var cursor) ? cursor
                : throw new LoyaltyRehearsalPageException("\"after\" is no cursor of this list.");
        var found = new List<LoyaltyRehearsedMember>();
        while (found.Count <= size && await PeopleAsync(rehearsal, after, ct) is { Count: > 0 } people)
        {
            found.AddRange(await PlayAsync(rehearsal, people, ct));
            after = people[^1];
        }
        List<Edge<LoyaltyRehearsedMember>> edges =
            [.. found.Take(size).Select(member => new Edge<LoyaltyRehearsedMember>(member, $"{member.ContactId:N}"))];
        return new(edges, new(found.Count > size, page.After is not null, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor));
    }

    public async Task<LoyaltyRehearsalTotals> TotalsAsync(LoyaltyRehearsal rehearsal, CancellationToken ct)
    {
        if (await past.InteractionsOf(rehearsal).Take(MostInteractions + 1).CountAsync(ct) > MostInteractions)
            throw new LoyaltyRehearsalTooLargeException(MostInteractions);
        var totals = new LoyaltyRehearsalTotals(0, 0, 0, 0, 0, 0);
        Guid? after = null;
        while (await PeopleAsync(rehearsal, after, ct) is { Count: > 0 } people)
        {
            foreach (var member in await PlayAsync(rehearsal, people, ct)) totals = new(
                totals.Members + 1, totals.Interactions + member.Interactions, totals.Points + member.Points,
                totals.Qualifying + member.Qualifying,
                totals.Expired + member.Expired, totals.Balance + member.Balance);
            after = people[^1];
        }
        return totals;
    }

    async Task<IEnumerable<LoyaltyRehearsedMember>> PlayAsync(LoyaltyRehearsal rehearsal, List<Guid> people, CancellationToken ct) =>
        (await past.ReadAsync(rehearsal, people, ct)).Select(person => new RehearsedPerson(rehearsal, person).Play())
            .OfType<LoyaltyRehearsedMember>();

    Task<List<Guid>> PeopleAsync(LoyaltyRehearsal rehearsal, Guid? after, CancellationToken ct)
    {
        var people = past.InteractionsOf(rehearsal).Select(interaction => interaction.ContactId!.Value);
        if (after is { } last) people = people.Where(id => id > last);
        return people.Distinct().OrderBy(id => id).Take(Step).ToListAsync(ct);
    }
}

/// <summary>The time of a rehearsal has no moment.</summary>
public sealed class LoyaltyRehearsalTimeException()
    : CrmException("LOYALTY_REHEARSAL_TIME", "The time of a rehearsal ends after it begins. Give a \"to\" that is later than \"from\".");

/// <summary>A page of a rehearsal can't be given.</summary>
/// <param name="remedy">What to ask for.</param>
public sealed class LoyaltyRehearsalPageException(string remedy)
    : CrmException("LOYALTY_REHEARSAL_PAGE", $"This page of the rehearsal can't be given. {remedy}");

/// <summary>There is too much history to be judged in one request.</summary>
/// <param name="most">How much would be.</param>
public sealed class LoyaltyRehearsalTooLargeException(int most) : CrmException(
    "LOYALTY_REHEARSAL_TOO_LARGE",
    $"There are more than {most:N0} interactions in this time. Take the pages of \"members\" and add them up, or rehearse a shorter time.");
