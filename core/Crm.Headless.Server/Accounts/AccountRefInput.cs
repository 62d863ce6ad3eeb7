using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Accounts;

/// <summary>An account, by its id or by its key in another system.</summary>
[OneOf]
sealed record AccountRefInput
{
    /// <summary>The id.</summary>
    [ID<Account>]
    public Guid? Id { get; init; }

    /// <summary>The key in another system.</summary>
    public ExternalIdInput? ExternalId { get; init; }

    public AccountRef Read(FieldPath at) => Id is { } id ? new(id, default, at["id"]) : new(null, ExternalId!.Read(at["externalId"]), at["externalId"]);
}

readonly record struct AccountRef(Guid? Id, ExternalKey Key, FieldPath At);

/// <summary>Which accounts the references of a request mean: one statement per way to refer, however many.</summary>
sealed class AccountReferences(ExternalIds keys, HashSet<Guid> ids)
{
    public ExternalIds Keys => keys;

    /// <param name="furtherKeys">Keys that the request wants to give away.</param>
    public static async Task<AccountReferences> LoadAsync(
        CrmDb db, IReadOnlyCollection<AccountRef> references, IEnumerable<ExternalKey> furtherKeys, CancellationToken ct)
    {
        var keys = references.Where(reference => reference.Id is null).Select(reference => reference.Key).Concat(furtherKeys);
        var ids = references.Select(reference => reference.Id).OfType<Guid>().Distinct().ToArray();
        var found = ids.Length == 0 ? [] : await db.Seen<Account>().Where(x => EF.Parameter(ids).Contains(x.Id)).Select(x => x.Id).ToListAsync(ct);
        return new(await ExternalIds.OfAccountsAsync(db, keys, ct), [.. found]);
    }

    /// <summary>Those of them that exist.</summary>
    public IEnumerable<Guid> Known(IEnumerable<AccountRef> references) =>
        references.Select(reference => reference.Id ?? keys.Find(reference.Key)).OfType<Guid>();

    public Guid Get(AccountRef reference)
    {
        if (reference.Id is not { } id) return keys.Get(reference.Key, reference.At);
        return ids.Contains(id) ? id : throw new NotFoundException(reference.At, nameof(Account), id);
    }
}
