using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Tries rules on what has happened.</summary>
[QueryType]
static class LoyaltyRehearsing
{
    /// <summary>
    /// What a rule would have given if it had been in force in a time: the recorded history is judged again with it, by the other rules and
    /// terms of that time, and by what was true of each member then. Nothing is written.
    /// </summary>
    /// <param name="rule">What the rule would say.</param>
    /// <param name="from">The first moment of the time.</param>
    /// <param name="to">The end of the time, not included. What is left, and what has lapsed, is told as of then.</param>
    /// <param name="program">The code of the programme; null: the default one.</param>
    /// <param name="replaces">The rule whose place it would take; null: it would come to all that there are.</param>
    [Authorize("loyalty:admin")]
    public static Task<LoyaltyRehearsal?> LoyaltyRehearseAsync(
        LoyaltyRuleDefinition rule, DateTimeOffset from, DateTimeOffset to, string? program, [ID<LoyaltyRule>] Guid? replaces,
        Rehearsals rehearsals,
        CancellationToken ct) => rehearsals.PrepareAsync(rule.Checked(), from, to, program, replaces, ct)!;
}

/// <summary>What a rule would have given.</summary>
sealed class LoyaltyRehearsal
{
    /// <summary>The first moment of the time.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The end of the time, not included.</summary>
    public required DateTimeOffset To { get; init; }

    internal required LoyaltyProgram Program { get; init; }

    internal required RuleSet Rules { get; init; }

    internal required ReleasedRule Draft { get; init; }

    /// <summary>The rules of all versions that there are.</summary>
    internal required IReadOnlyDictionary<Guid, Guid> RuleOf { get; init; }
}

/// <summary>The results of a rehearsal, each worked out when it is asked for.</summary>
[ObjectType<LoyaltyRehearsal>]
static class LoyaltyRehearsalFields
{
    /// <summary>
    /// Who would have got something, by their ids. Each page is worked out by itself; take pages forward, with first and after.
    /// </summary>
    [BatchResolver, UsePaging(MaxPageSize = 1_000), Cost(50)]
    public static async Task<IReadOnlyList<Connection<LoyaltyRehearsedMember>>> GetMembersAsync(
        [Parent] IReadOnlyList<LoyaltyRehearsal> rehearsals, PageArguments page, Rehearsals all, CancellationToken ct)
    {
        var pages = new List<Connection<LoyaltyRehearsedMember>>();
        foreach (var rehearsal in rehearsals) pages.Add(await all.PageAsync(rehearsal, page, ct));
        return pages;
    }

    /// <summary>
    /// All members together. It is worked out for up to 200,000 interactions; for more, take the pages of members and add them up.
    /// </summary>
    [BatchResolver, Cost(500)]
    public static async Task<IReadOnlyList<LoyaltyRehearsalTotals>> GetTotalsAsync(
        [Parent] IReadOnlyList<LoyaltyRehearsal> rehearsals, Rehearsals all, CancellationToken ct)
    {
        var totals = new List<LoyaltyRehearsalTotals>();
        foreach (var rehearsal in rehearsals) totals.Add(await all.TotalsAsync(rehearsal, ct));
        return totals;
    }
}

/// <summary>What somebody would have got.</summary>
/// <param name="ContactId">Who.</param>
/// <param name="Interactions">For how many interactions.</param>
/// <param name="Points">The points.</param>
/// <param name="Qualifying">As many of them as would have counted for tiers.</param>
/// <param name="Expired">As many of them as would have lapsed by the end of the time, if none were spent.</param>
/// <param name="Balance">What would have been left at the end of the time, if none were spent.</param>
/// <param name="Expiries">When that would lapse, the earliest first.</param>
public sealed record LoyaltyRehearsedMember(
    [property: ID<Contact>] Guid ContactId, int Interactions, long Points, long Qualifying, long Expired, long Balance,
    IReadOnlyList<LoyaltyRehearsedExpiry> Expiries);

/// <summary>What a member shows besides.</summary>
[ObjectType<LoyaltyRehearsedMember>]
public static class LoyaltyRehearsedMemberFields
{
    /// <summary>Who.</summary>
    [Join(nameof(LoyaltyRehearsedMember.ContactId), nameof(Contact.Id)), UseSingleOrDefault, Authorize("contacts:read")]
    public static IQueryable<Contact> GetContact(IQueryable<Contact> contacts) => contacts;
}

/// <summary>Points that would lapse together.</summary>
/// <param name="At">When; null: never.</param>
/// <param name="Points">How many.</param>
public sealed record LoyaltyRehearsedExpiry(DateTimeOffset? At, long Points);

/// <summary>What all members together would have got.</summary>
/// <param name="Members">How many members.</param>
/// <param name="Interactions">For how many interactions.</param>
/// <param name="Points">The points.</param>
/// <param name="Qualifying">As many of them as would have counted for tiers.</param>
/// <param name="Expired">As many of them as would have lapsed by the end of the time, if none were spent.</param>
/// <param name="Balance">What would have been left at the end of the time, if none were spent.</param>
public sealed record LoyaltyRehearsalTotals(long Members, long Interactions, long Points, long Qualifying, long Expired, long Balance);
