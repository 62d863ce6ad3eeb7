using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Suspends members, and lets them go on.</summary>
[MutationType]
static class LoyaltySuspending
{
    /// <summary>Suspends a member: points are earned and taken back, and none can be spent.</summary>
    [Authorize("loyalty:admin"), Error<LoyaltyProgramNotFoundException>, Error<LoyaltyNotEnrolledException>]
    public static Task<LoyaltyAccount> LoyaltySuspendAsync(LoyaltySuspendInput input, Members members, CancellationToken ct) =>
        members.SetStatusAsync(input.ContactId, input.Program, LoyaltyAccountStatus.Suspended, ct);

    /// <summary>Lets a member that was suspended spend again.</summary>
    [Authorize("loyalty:admin"), Error<LoyaltyProgramNotFoundException>, Error<LoyaltyNotEnrolledException>]
    public static Task<LoyaltyAccount> LoyaltyResumeAsync(LoyaltyResumeInput input, Members members, CancellationToken ct) =>
        members.SetStatusAsync(input.ContactId, input.Program, LoyaltyAccountStatus.Active, ct);
}

/// <summary>Who is suspended.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="Program">The programme's code; null: the default one.</param>
public sealed record LoyaltySuspendInput([property: ID<Contact>] Guid ContactId, string? Program = null);

/// <summary>Who goes on.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="Program">The programme's code; null: the default one.</param>
public sealed record LoyaltyResumeInput([property: ID<Contact>] Guid ContactId, string? Program = null);
