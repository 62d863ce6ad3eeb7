using System.Linq.Expressions;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Accounts;

/// <summary>Which records the external keys of a request stand for: one statement per source, however many keys.</summary>
/// <param name="type">Contact or Account: each has keys of its own.</param>
sealed class ExternalIds(string type)
{
    readonly Dictionary<ExternalKey, Guid> _records = [];
    IReadOnlySet<Guid> _hidden = new HashSet<Guid>();

    public static Task<ExternalIds> OfContactsAsync(CrmDb db, IEnumerable<ExternalKey> keys, CancellationToken ct) =>
        new ExternalIds(nameof(Contact)).LoadAsync<Contact>(db, keys, x => x.ContactId, ct);

    public static Task<ExternalIds> OfAccountsAsync(CrmDb db, IEnumerable<ExternalKey> keys, CancellationToken ct) =>
        new ExternalIds(nameof(Account)).LoadAsync<Account>(db, keys, x => x.AccountId, ct);

    async Task<ExternalIds> LoadAsync<T>(
        CrmDb db, IEnumerable<ExternalKey> keys, Expression<Func<ExternalId, Guid?>> record, CancellationToken ct) where T : class
    {
        var recordOf = record.Compile();
        var isOne = Expression.Lambda<Func<ExternalId, bool>>(
            Expression.NotEqual(record.Body, Expression.Constant(null, typeof(Guid?))), record.Parameters);
        foreach (var group in keys.Distinct().GroupBy(key => key.Source, key => key.Value))
        {
            var (source, values) = (group.Key, group.ToArray());
            var found = await db.Set<ExternalId>().AsNoTracking()
                .Where(x => x.Source == source && EF.Parameter(values).Contains(x.Value)).Where(isOne).ToListAsync(ct);
            foreach (var row in found) _records[ExternalKey.Of(row)] = recordOf(row)!.Value;
        }
        _hidden = await db.HiddenAsync<T>(_records.Values, ct);
        return this;
    }

    /// <summary>The records that have one of the keys, hidden or not.</summary>
    public IEnumerable<Guid> Records => _records.Values;

    /// <summary>The record that the actor sees under this key; null when there is none.</summary>
    public Guid? Find(ExternalKey key) => HolderOf(key) is { } record && !_hidden.Contains(record) ? record : null;

    public Guid Get(ExternalKey key, FieldPath at) => Find(key) ?? throw new NotFoundException(at, type, key.ToString());

    /// <summary>Lets the rows that follow find this record.</summary>
    public void Remember(Guid record, IEnumerable<ExternalId> ids)
    {
        foreach (var id in ids) _records[ExternalKey.Of(id)] = record;
    }

    /// <summary>Gives the record a key, unless another record has it.</summary>
    /// <param name="add">Adds the row, which says already which record it belongs to.</param>
    public void Put(List<ExternalId> current, ExternalId row, Action<ExternalId> add, FieldPath at)
    {
        var key = ExternalKey.Of(row);
        var owner = row.ContactId ?? row.AccountId;
        if (HolderOf(key) is { } holder && holder != owner)
            throw new ExternalIdInUseException(at, key, type, _hidden.Contains(holder) ? null : GlobalId.Format(type, holder));
        if (current.Exists(other => ExternalKey.Of(other) == key)) return;
        Limit.Check(current.Count + 1, Limit.PerRecord, at);
        add(row);
    }

    Guid? HolderOf(ExternalKey key) => _records.TryGetValue(key, out var record) ? record : null;
}

/// <summary>Another record has this key of that system.</summary>
sealed class ExternalIdInUseException(FieldPath field, ExternalKey key, string type, string? recordId) : InputException("EXTERNAL_ID_IN_USE", field,
    recordId is null
        ? $"The key \"{key}\" belongs to another {type}, which you don't see. Ask somebody who sees the whole organisation, or use another key."
        : $"The key \"{key}\" belongs to another {type}, named in recordId. If both are the same, change that {type} instead; "
            + $"otherwise take the key from it with remove{type}ExternalId first.")
{
    /// <summary>The id of the contact or account that has the key; null: one that you don't see.</summary>
    public string? RecordId { get; } = recordId;
}
