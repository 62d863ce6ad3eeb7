using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// What was asked for before, by the client's own key. A key belongs to an account, and the accounts of people who turn out to be one share
/// theirs as long as they are one: what was asked for under any of their ids isn't done again under another one. Where several of them know
/// a key, the one of the contact that the request names has the first word and the one that goes on the second, so that whoever asks again
/// as before a merge is answered as before.
/// </summary>
sealed class Requests(ICrmStore store, Members members)
{
    /// <summary>The transaction of this account alone that the same request led to; null: it is new, or has no key.</summary>
    /// <param name="isSame">Whether a transaction is what the request asks for.</param>
    /// <exception cref="LoyaltyIdempotencyConflictException">The key stands on another request.</exception>
    public async Task<LoyaltyTransaction?> AnsweredAsync(
        LoyaltyAccount account, string? key, Func<LoyaltyTransaction, bool> isSame, CancellationToken ct)
    {
        if (key is null || await OwnAsync(account, key, ct) is not { } own) return null;
        return await AnswerAsync(key, [own.Id], TransactionAsync(ct), isSame);
    }

    /// <summary>The transaction of a member that the same request led to; null: it is new, or has no key.</summary>
    /// <param name="account">The account that goes on.</param>
    /// <param name="contactId">Whom the request names: the account's contact, or one that leads to it.</param>
    /// <param name="isSame">Whether a transaction is what the request asks for.</param>
    /// <exception cref="LoyaltyIdempotencyConflictException">The key stands on another request.</exception>
    public async Task<LoyaltyTransaction?> AnsweredAsync(
        LoyaltyAccount account, Guid contactId, string? key, Func<LoyaltyTransaction, bool> isSame, CancellationToken ct)
    {
        if (key is null) return null;
        var own = await OwnAsync(account, key, ct);
        var found = await WithFirstWordAsync(
            account, contactId, own?.Id,
            from other in members.MergedInto(account)
            join detail in store.All.Query<LoyaltyDetail>() on other.Id equals detail.AccountId
            where detail.IdempotencyKey == key
            select new Known(detail.Id, other.ContactId), ct);
        return await AnswerAsync(key, found, TransactionAsync(ct), isSame);
    }

    /// <summary>The adjustment of a member that the same request led to; null: it is new, or has no key.</summary>
    /// <param name="account">The account that goes on.</param>
    /// <param name="contactId">Whom the request names: the account's contact, or one that leads to it.</param>
    /// <param name="isSame">Whether an adjustment is what the request asks for.</param>
    /// <exception cref="LoyaltyIdempotencyConflictException">The key stands on another request.</exception>
    public async Task<LoyaltyAdjustment?> AdjustedAsync(
        LoyaltyAccount account, Guid contactId, string? key, Func<LoyaltyAdjustment, bool> isSame, CancellationToken ct)
    {
        if (key is null) return null;
        var own = await store.All.FindAsync<LoyaltyAdjustment>(row => row.AccountId == account.Id && row.IdempotencyKey == key, ct);
        var found = await WithFirstWordAsync(
            account, contactId, own?.Id,
            from other in members.MergedInto(account)
            join adjustment in store.All.Query<LoyaltyAdjustment>() on other.Id equals adjustment.AccountId
            where adjustment.IdempotencyKey == key
            select new Known(adjustment.Id, other.ContactId), ct);
        return await AnswerAsync(key, found, id => store.All.FindAsync<LoyaltyAdjustment>(row => row.Id == id, ct), isSame);
    }

    /// <summary>What the key stands on: one thing, unless only accounts know it that the request doesn't name.</summary>
    static async Task<IReadOnlyList<Guid>> WithFirstWordAsync(
        LoyaltyAccount account, Guid contactId, Guid? own, IQueryable<Known> ofMerged, CancellationToken ct)
    {
        if (own is { } only && contactId == account.ContactId) return [only];
        var merged = await ofMerged.ToListAsync(ct);
        if (merged.Find(known => known.ContactId == contactId) is { } named) return [named.Id];
        return own is { } second ? [second] : merged.ConvertAll(known => known.Id);
    }

    Task<LoyaltyDetail?> OwnAsync(LoyaltyAccount account, string key, CancellationToken ct) =>
        store.All.FindAsync<LoyaltyDetail>(row => row.AccountId == account.Id && row.IdempotencyKey == key, ct);

    Func<Guid, Task<LoyaltyTransaction?>> TransactionAsync(CancellationToken ct) =>
        id => store.All.FindAsync<LoyaltyTransaction>(row => row.Id == id, ct);

    static async Task<T?> AnswerAsync<T>(string key, IReadOnlyList<Guid> found, Func<Guid, Task<T?>> find, Func<T, bool> isSame)
        where T : class
    {
        foreach (var id in found)
            if (await find(id) is { } before && isSame(before)) return before;
        return found.Count == 0 ? null : throw new LoyaltyIdempotencyConflictException(key);
    }

    sealed record Known(Guid Id, Guid? ContactId);
}

/// <summary>The key stands on another request.</summary>
/// <param name="key">The key.</param>
public sealed class LoyaltyIdempotencyConflictException(string key)
    : CrmException(
        "LOYALTY_IDEMPOTENCY_CONFLICT", $"The key \"{key}\" was used for something else in this account. Use a new key for a new request.")
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;
}
