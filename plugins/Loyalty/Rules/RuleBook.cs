namespace Crm.Headless.Loyalty;

/// <summary>Judges what happened by the rules that were in force then, and by what was true of the member then.</summary>
sealed class RuleBook(Catalogs catalogs, MemberHistory history)
{
    /// <summary>What it is worth to the member. Inside a change.</summary>
    public async Task<Judgement> JudgeAsync(Purchase what, LoyaltyAccount account, CancellationToken ct)
    {
        var rules = (await catalogs.ReadAsync(ct)).RulesOf(account.ProgramId);
        return rules.AreSilentAt(what.OccurredAt)
            ? Judgement.Nothing
            : Judge.Of(rules, what, await history.AtAsync(rules, what, account, ct));
    }
}
