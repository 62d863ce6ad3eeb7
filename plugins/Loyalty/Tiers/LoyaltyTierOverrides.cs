using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Gives tiers by hand.</summary>
[MutationType, Authorize("loyalty:adjust")]
[Error<LoyaltyProgramNotFoundException>, Error<LoyaltyNotEnrolledException>, Error<LoyaltyTextInvalidException>]
static class LoyaltyTierOverrides
{
    /// <summary>Gives a member a tier, whatever it did for it, until it ends or is taken back.</summary>
    [Error<LoyaltyTierNotFoundException>, Error<LoyaltyEndInPastException>]
    public static Task<LoyaltyAccount> LoyaltyOverrideTierAsync(
        LoyaltyOverrideTierInput input, ICrmStore store, Members members, Catalogs catalogs, TierBook tiers, TimeProvider time,
        CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var (account, now) = (await members.GetAsync(input.ContactId, input.Program, again), time.GetUtcNow());
            var tier =
                (await catalogs.ReadAsync(again)).Tiers.FirstOrDefault(row => row.Id == input.TierId && row.ProgramId == account.ProgramId)
                ?? throw new LoyaltyTierNotFoundException(input.TierId);
            if (input.EndsAt <= now) throw new LoyaltyEndInPastException(input.EndsAt.Value);
            await tiers.OverrideAsync(account, tier, LoyaltyText.Line(input.Reason, "reason")!, input.EndsAt, now, again);
            return account;
        },
        ct);

    /// <summary>Takes back a tier that was given by hand: what the member did counts again. Without one nothing changes.</summary>
    public static Task<LoyaltyAccount> LoyaltyEndTierOverrideAsync(
        LoyaltyEndTierOverrideInput input, ICrmStore store, Members members, TierBook tiers, TimeProvider time, CancellationToken ct) =>
        store.ChangeAsync(
            async again =>
            {
                var account = await members.GetAsync(input.ContactId, input.Program, again);
                await tiers.EndOverrideAsync(account, LoyaltyText.Line(input.Reason, "reason")!, time.GetUtcNow(), again);
                return account;
            },
            ct);
}

/// <summary>Who is given which tier.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="TierId">The tier.</param>
/// <param name="Reason">Why, for whoever reads the history.</param>
/// <param name="EndsAt">Until when; null: until it is taken back.</param>
/// <param name="Program">The code of the programme; null: the default one.</param>
sealed record LoyaltyOverrideTierInput(
    [property: ID<Contact>] Guid ContactId, [property: ID<LoyaltyTier>] Guid TierId, string Reason, DateTimeOffset? EndsAt = null,
    string? Program = null);

/// <summary>Whose tier is decided by what was done for it again.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="Reason">Why, for whoever reads the history.</param>
/// <param name="Program">The code of the programme; null: the default one.</param>
sealed record LoyaltyEndTierOverrideInput([property: ID<Contact>] Guid ContactId, string Reason, string? Program = null);

/// <summary>It would have ended already.</summary>
/// <param name="endsAt">What was asked for.</param>
sealed class LoyaltyEndInPastException(DateTimeOffset endsAt)
    : CrmException("LOYALTY_END_IN_PAST", $"{endsAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z is over. Give a later end.")
{
    /// <summary>What was asked for.</summary>
    public DateTimeOffset EndsAt { get; } = endsAt;
}
