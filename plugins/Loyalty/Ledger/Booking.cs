using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// The only way in which points move. Each method makes a transaction with its movements, and changes the lots and the account's balance
/// with it, all inside the change that the caller has begun. Two writers of an account meet at its version: the slower one runs again on
/// what the faster one left.
/// </summary>
sealed partial class Booking(ICrmStore store, Catalogs catalogs, TierBook tiers, IActor actor, TimeProvider time)
{
    /// <summary>The time of this change, as finely as every database keeps it.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    /// <summary>The lots of the account that still have points in its books.</summary>
    async Task<List<LoyaltyLot>> LotsAsync(LoyaltyAccount account, CancellationToken ct) => account.Lots ??=
    [
        .. await store.All.Track<LoyaltyLot>()
            .Where(lot => lot.AccountId == account.Id && (lot.Pending > 0 || lot.Available > 0 || lot.Held > 0)).ToListAsync(ct),
        .. account.Opened,
    ];

    LoyaltyLot Open(LoyaltyAccount account, LotOrigin origin)
    {
        var lot = LoyaltyLot.Open(account, origin, Now);
        store.Add(lot);
        account.Opened.Add(lot);
        account.Lots?.Add(lot);
        return lot;
    }

    /// <summary>Ends a transaction: what became available pays debts, and everything is written down.</summary>
    async Task<LoyaltyTransaction> BookAsync(
        Posting posting, LoyaltyTransactionKind kind, Cause cause, CancellationToken ct, long qualifying = 0)
    {
        var account = posting.Account;
        posting.PayDebt();
        var transaction = Write(posting, kind, cause, qualifying);
        account.Head(transaction);
        if (IsActivity(kind)) account.LastActivityAt = Later(account.LastActivityAt, transaction.OccurredAt);
        Schedule(account, (await catalogs.ReadAsync(ct)).Program(account.ProgramId));
        if (account.ContactId is { } contact) store.Publish(LoyaltyBalanceChanged.Of(contact, transaction));
        if (qualifying != 0 && cause.MergeId is null) await tiers.ReviewAsync(account, transaction.OccurredAt, transaction.RecordedAt, ct);
        return transaction;
    }

    LoyaltyTransaction Write(Posting posting, LoyaltyTransactionKind kind, Cause cause, long qualifying)
    {
        var account = posting.Account;
        var recordedAt = Later(account.RecordedAt, Now);
        var transaction = new LoyaltyTransaction
        {
            Id = Guid.CreateVersion7(recordedAt),
            AccountId = account.Id,
            ProgramId = account.ProgramId,
            Sequence = account.Sequence + 1,
            Kind = kind,
            Pending = posting[LoyaltyBook.Pending],
            Available = posting[LoyaltyBook.Available],
            Held = posting[LoyaltyBook.Held],
            Debt = posting[LoyaltyBook.Debt],
            Issued = posting[LoyaltyBook.Issued],
            Redeemed = posting[LoyaltyBook.Redeemed],
            Expired = posting[LoyaltyBook.Expired],
            Adjusted = posting[LoyaltyBook.Adjusted],
            Qualifying = qualifying,
            PendingAfter = account.Pending,
            AvailableAfter = account.Available,
            HeldAfter = account.Held,
            DebtAfter = account.Debt,
            OccurredAt = cause.OccurredAt ?? recordedAt,
            RecordedAt = recordedAt,
            RuleVersionId = posting.Steps.Select(step => step.Lot?.RuleVersionId).Distinct().ToArray() is [var only] ? only : null,
            InteractionId = cause.InteractionId,
            OriginalInteractionId = cause.OriginalInteractionId,
            ReversesId = cause.ReversesId,
            HoldId = cause.HoldId,
            RewardId = cause.RewardId,
            MergeId = cause.MergeId,
            OtherAccountId = cause.OtherAccountId,
            ActorKind = ActorKind,
            ActorId = actor.UserId,
            ActorName = ActorKind is LoyaltyActorKind.System or LoyaltyActorKind.Client ? actor.Name : null,
            PreviousHash = account.Hash,
        };
        var movements = posting.Steps.Select((step, i) => MovementOf(transaction, step, i + 1)).ToList();
        var detail = cause.SaysAnything ? DetailOf(transaction, cause) : null;
        transaction = transaction with { DetailHash = detail is null ? null : LedgerHash.Of(detail) };
        transaction = transaction with { Hash = LedgerHash.Of(transaction, movements) };
        store.Add(transaction);
        foreach (var movement in movements) store.Add(movement);
        if (detail is not null) store.Add(detail);
        return transaction;
    }

    static LoyaltyMovement MovementOf(LoyaltyTransaction transaction, Step step, int number) => new()
    {
        Id = Guid.CreateVersion7(transaction.RecordedAt),
        TransactionId = transaction.Id,
        Number = number,
        LotId = step.Lot?.Id,
        From = step.From,
        To = step.To,
        Points = step.Points,
        ExpiresAt = step.Lot?.ExpiresAt,
    };

    static LoyaltyDetail DetailOf(LoyaltyTransaction transaction, Cause cause) => new()
    {
        Id = transaction.Id,
        AccountId = transaction.AccountId,
        IdempotencyKey = cause.IdempotencyKey,
        Reason = cause.Reason,
        Note = cause.Note,
        Salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
    };

    LoyaltyActorKind ActorKind =>
        actor.ContactId is not null ? LoyaltyActorKind.Member
        : actor.UserId is not null ? LoyaltyActorKind.User
        : actor.Name == "system" ? LoyaltyActorKind.System
        : LoyaltyActorKind.Client;

    /// <summary>When the account has to be looked at again by itself.</summary>
    void Schedule(LoyaltyAccount account, LoyaltyProgram program)
    {
        var lots = account.Lots ?? account.Opened;
        if (program.ExpiryPolicy == LoyaltyExpiryPolicy.Inactivity)
            account.NextExpiryAt = account.Available > 0 && account.LastActivityAt is { } last
                ? LoyaltyCalendar.MonthsAfter(program, last)
                : null;
        else
        {
            var earliest = lots.Where(lot => lot.Available > 0).Min(lot => lot.ExpiresAt);
            account.NextExpiryAt = account.Lots is not null || account.Available == 0 ? earliest : Earlier(account.NextExpiryAt, earliest);
        }
        account.DueAt = Earlier(
            account.DueAt, Earlier(account.NextExpiryAt, lots.Where(lot => lot.Pending > 0).Min(lot => (DateTimeOffset?)lot.AvailableAt)));
    }

    static bool IsActivity(LoyaltyTransactionKind kind) =>
        kind is LoyaltyTransactionKind.Earn or LoyaltyTransactionKind.Redeem or LoyaltyTransactionKind.Confirm;

    static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
