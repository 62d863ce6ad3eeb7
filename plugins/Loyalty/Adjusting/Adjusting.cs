using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Points by hand, with four eyes on what is more than the programme lets one person give or take.</summary>
/// <param name="store">The rows.</param>
/// <param name="members">Whose account it is.</param>
/// <param name="requests">Knows requests that came before.</param>
/// <param name="catalogs">The limits.</param>
/// <param name="booking">Moves points.</param>
/// <param name="actor">Who asks, and who decides.</param>
sealed class Adjusting(ICrmStore store, Members members, Requests requests, Catalogs catalogs, Booking booking, IActor actor)
{
    /// <exception cref="LoyaltyApprovalRequiredException">Somebody else has to approve so many.</exception>
    public Task<LoyaltyAdjustment> AdjustAsync(LoyaltyAdjustInput input, CancellationToken ct) => ChangeAsync(
        input, LoyaltyAdjustmentStatus.Booked, async (lead, account, adjustment, again) =>
        {
            await RequireWithinLimitAsync(lead, adjustment, again);
            await BookAsync(account, adjustment, again);
        }, ct);

    public Task<LoyaltyAdjustment> RequestAsync(LoyaltyAdjustInput input, CancellationToken ct) => ChangeAsync(
        input, LoyaltyAdjustmentStatus.Requested, (_, account, adjustment, _) =>
        {
            if (account.ContactId is { } contact)
                store.Publish(new LoyaltyAdjustmentRequested(contact, account.Id, account.ProgramId, adjustment.Id, adjustment.Points));
            return Task.CompletedTask;
        }, ct);

    /// <exception cref="LoyaltySelfApprovalException">Whoever asked can't approve.</exception>
    public Task<LoyaltyAdjustment> ApproveAsync(Guid id, string? decision, CancellationToken ct) => DecideAsync(
        id, decision, LoyaltyAdjustmentStatus.Approved, async (account, adjustment, again) =>
        {
            if (adjustment.IsRequestedBy(actor)) throw new LoyaltySelfApprovalException();
            await BookAsync(account, adjustment, again);
        }, ct);

    public Task<LoyaltyAdjustment> RejectAsync(Guid id, string? decision, CancellationToken ct) =>
        DecideAsync(id, decision, LoyaltyAdjustmentStatus.Rejected, (_, _, _) => Task.CompletedTask, ct);

    /// <param name="change">Is given the account that goes on, the one that it is about, and the adjustment.</param>
    Task<LoyaltyAdjustment> ChangeAsync(
        LoyaltyAdjustInput input, LoyaltyAdjustmentStatus status,
        Func<LoyaltyAccount, LoyaltyAccount, LoyaltyAdjustment, CancellationToken, Task> change, CancellationToken ct)
    {
        Check(input);
        return store.ChangeAsync(
            async again =>
            {
                var lead = await members.GetAsync(input.ContactId, input.Program, again);
                var asked = await requests.AdjustedAsync(
                    lead, input.ContactId, input.IdempotencyKey, before => IsSame(before, input, status), again);
                if (asked is not null) return asked;
                var account = input.Points < 0 ? lead : await members.ReceivingAsync(input.ContactId, lead, again);
                var adjustment = AdjustmentOf(account, input, status);
                await change(lead, account, adjustment, again);
                store.Add(adjustment);
                return adjustment;
            },
            ct);
    }

    Task<LoyaltyAdjustment> DecideAsync(
        Guid id, string? decision, LoyaltyAdjustmentStatus status, Func<LoyaltyAccount, LoyaltyAdjustment, CancellationToken, Task> change,
        CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var adjustment = await store.FindAsync<LoyaltyAdjustment>(row => row.Id == id, again)
                ?? throw new LoyaltyAdjustmentNotFoundException(id);
            if (adjustment.Status != LoyaltyAdjustmentStatus.Requested) throw new LoyaltyAdjustmentDecidedException(adjustment.Status);
            var account = await ToBookAsync(adjustment, again);
            await change(account, adjustment, again);
            (adjustment.Status, adjustment.DecidedAt, adjustment.Decision) = (status, booking.Now, LoyaltyText.Line(decision, "decision"));
            (adjustment.DecidedById, adjustment.DecidedByName) = (actor.UserId, NameOf(actor));
            if (account.ContactId is { } contact)
                store.Publish(
                    new LoyaltyAdjustmentDecided(contact, account.Id, account.ProgramId, adjustment.Id, adjustment.Points, status));
            return adjustment;
        },
        ct);

    async Task BookAsync(LoyaltyAccount account, LoyaltyAdjustment adjustment, CancellationToken ct)
    {
        var cause = new Cause { Reason = adjustment.Reason };
        var transaction = await booking.AdjustAsync(account, adjustment.Points, cause, ct, adjustment.Qualifying, adjustment.ExpiresAt);
        adjustment.TransactionId = transaction.Id;
    }

    // What counts for the tier is given as readily as points, so the greater of both counts.
    async Task RequireWithinLimitAsync(LoyaltyAccount account, LoyaltyAdjustment adjustment, CancellationToken ct)
    {
        if ((await catalogs.ReadAsync(ct)).Program(account.ProgramId).AdjustmentApprovalAbove is not { } limit) return;
        var since = booking.Now.AddDays(-1);
        var (user, name, accounts) = (actor.UserId, NameOf(actor), await members.PersonAsync(account, ct));
        var before = await store.All.Query<LoyaltyAdjustment>()
            .Where(row => EF.Parameter(accounts).Contains(row.AccountId) && row.Status == LoyaltyAdjustmentStatus.Booked
                && row.RequestedAt > since && row.RequestedById == user && row.RequestedByName == name)
            .SumAsync(row => Math.Max(Math.Abs(row.Points), Math.Abs(row.Qualifying)), ct);
        var points = Math.Max(Math.Abs(adjustment.Points), Math.Abs(adjustment.Qualifying));
        if (points > limit - before) throw new LoyaltyApprovalRequiredException(limit, Math.Max(0, limit - before));
    }

    /// <summary>
    /// The account in which the adjustment was asked for. Where that was merged since, points to be taken are with the one that goes on.
    /// </summary>
    async Task<LoyaltyAccount> ToBookAsync(LoyaltyAdjustment adjustment, CancellationToken ct)
    {
        var account = await AccountAsync(adjustment.AccountId);
        while (adjustment.Points < 0 && account.MergedIntoId is { } next) account = await AccountAsync(next);
        return account;

        async Task<LoyaltyAccount> AccountAsync(Guid id) => (await store.All.FindAsync<LoyaltyAccount>(row => row.Id == id, ct))!;
    }

    static bool IsSame(LoyaltyAdjustment before, LoyaltyAdjustInput input, LoyaltyAdjustmentStatus status) =>
        before.Points == input.Points && before.Qualifying == input.Qualifying
            && (before.Status == LoyaltyAdjustmentStatus.Booked) == (status == LoyaltyAdjustmentStatus.Booked);

    LoyaltyAdjustment AdjustmentOf(LoyaltyAccount account, LoyaltyAdjustInput input, LoyaltyAdjustmentStatus status) => new()
    {
        Id = Guid.CreateVersion7(booking.Now),
        AccountId = account.Id,
        Points = input.Points,
        Qualifying = input.Qualifying,
        ExpiresAt = input.ExpiresAt,
        Reason = input.Reason,
        IdempotencyKey = input.IdempotencyKey,
        Status = status,
        RequestedAt = booking.Now,
        RequestedById = actor.UserId,
        RequestedByName = NameOf(actor),
    };

    void Check(LoyaltyAdjustInput input)
    {
        LoyaltyPointsInvalidException.CheckAdjustment(input.Points, input.Qualifying);
        if (input.ExpiresAt <= booking.Now) throw new LoyaltyEndInPastException(input.ExpiresAt.Value);
        LoyaltyText.Line(input.Reason, "reason");
        LoyaltyText.Line(input.IdempotencyKey, "idempotencyKey");
    }

    static string? NameOf(IActor actor) => actor.UserId is null ? actor.Name : null;
}

/// <summary>Somebody asked for approval of points by hand.</summary>
/// <param name="ContactId">Whose points.</param>
/// <param name="LoyaltyAccountId">The account.</param>
/// <param name="ProgramId">The programme.</param>
/// <param name="AdjustmentId">The adjustment.</param>
/// <param name="Points">How many; below zero to take them.</param>
public sealed record LoyaltyAdjustmentRequested(
    Guid ContactId, Guid LoyaltyAccountId, Guid ProgramId, Guid AdjustmentId, long Points) : PluginEvent;

/// <summary>Somebody else approved or rejected points by hand.</summary>
/// <param name="ContactId">Whose points.</param>
/// <param name="LoyaltyAccountId">The account.</param>
/// <param name="ProgramId">The programme.</param>
/// <param name="AdjustmentId">The adjustment.</param>
/// <param name="Points">How many; below zero to take them.</param>
/// <param name="Status">What became of it.</param>
public sealed record LoyaltyAdjustmentDecided(
    Guid ContactId, Guid LoyaltyAccountId, Guid ProgramId, Guid AdjustmentId, long Points, LoyaltyAdjustmentStatus Status) : PluginEvent;
