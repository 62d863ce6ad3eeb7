using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Accounts;

/// <summary>An account with all that belongs to it, while it is changed.</summary>
sealed class AccountRecord(CrmDb db, Account account)
{
    readonly ChangedRows _rows = new(db);

    public Account Account => account;
    public Guid Id => account.Id;
    public List<UnitMembership> Units { get; private init; } = [];
    public List<ExternalId> ExternalIds { get; private init; } = [];

    public static AccountRecord New(CrmDb db, string? source, DateTimeOffset now)
    {
        var account = new Account { Id = Guid.CreateVersion7(now), Source = source, CreatedAt = now, UpdatedAt = now, Version = 1 };
        db.Add(account);
        return new(db, account);
    }

    public static async Task<AccountRecord> LoadAsync(CrmDb db, Guid id, FieldPath at, CancellationToken ct)
    {
        var records = await LoadAsync(db, [id], ct);
        return records.GetValueOrDefault(id) ?? throw new NotFoundException(at, nameof(Account), id);
    }

    /// <summary>Three statements, however many accounts.</summary>
    public static async Task<Dictionary<Guid, AccountRecord>> LoadAsync(CrmDb db, Guid[] ids, CancellationToken ct)
    {
        if (ids.Length == 0) return [];
        var accounts = await db.Seen<Account>().AsTracking().Where(x => EF.Parameter(ids).Contains(x.Id)).ToListAsync(ct);
        var units = await db.Seen<UnitMembership>().AsTracking()
            .Where(x => x.AccountId != null && EF.Parameter(ids).Contains(x.AccountId.Value)).OrderBy(x => x.Id).ToListAsync(ct);
        var externalIds = await db.Set<ExternalId>().AsTracking()
            .Where(x => x.AccountId != null && EF.Parameter(ids).Contains(x.AccountId.Value)).OrderBy(x => x.Id).ToListAsync(ct);
        var unitsOf = units.ToLookup(x => x.AccountId);
        var externalIdsOf = externalIds.ToLookup(x => x.AccountId);
        return accounts.ToDictionary(account => account.Id, account =>
            new AccountRecord(db, account) { Units = [.. unitsOf[account.Id]], ExternalIds = [.. externalIdsOf[account.Id]] });
    }

    public bool IsNew => _rows.IsNew(account);

    public void Add<T>(List<T> to, T row) where T : class => _rows.Add(to, row);

    public void Remove<T>(List<T> from, T row) where T : class => _rows.Remove(from, row);

    /// <summary>Counts the change and publishes it, unless nothing changed.</summary>
    public RowOutcome Finish(DateTimeOffset now, ChangeKind change = ChangeKind.Updated)
    {
        var outcome = _rows.Outcome(account, Parts);
        if (outcome == RowOutcome.Updated)
        {
            account.UpdatedAt = now;
            _rows.Touch(account);
        }
        if (outcome != RowOutcome.Unchanged)
            db.Publish(Outbox.AccountChanged(Id, outcome == RowOutcome.Created ? ChangeKind.Created : change));
        return outcome;
    }

    /// <summary>As if it had never been touched.</summary>
    public void Undo() => _rows.Undo(account, Parts, Units, ExternalIds);

    IEnumerable<object> Parts => [.. Units, .. ExternalIds];
}
