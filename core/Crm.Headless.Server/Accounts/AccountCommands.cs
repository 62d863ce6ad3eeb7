using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Accounts;

/// <summary>Changes accounts, each in one transaction together with its event.</summary>
sealed class AccountCommands(Writer writer, TimeProvider clock)
{
    public Task<Account> CreateAsync(CreateAccountInput input, CancellationToken ct)
    {
        var draft = new AccountDraft(input, input.Name, FieldPath.Input, input.ExternalIds);
        var source = Text.Optional(input.Source, FieldPath.Input["source"], Text.Short);
        return writer.CommitAsync(async (db, ct) =>
        {
            var now = clock.Now();
            var changes = await AccountChanges.LoadAsync(db, [draft], now, ct);
            var record = AccountRecord.New(db, source, now);
            changes.Apply(record, draft);
            record.Finish(now);
            return record.Account;
        }, ct);
    }

    public Task<Account> UpdateAsync(UpdateAccountInput input, CancellationToken ct)
    {
        var draft = new AccountDraft(input, input.Name, FieldPath.Input);
        return ChangeAsync(input.Id, "id", async (db, record, now, ct) =>
        {
            VersionConflictException.ThrowIf(input.Version, record.Account.Version);
            (await AccountChanges.LoadAsync(db, [draft], now, ct)).Apply(record, draft);
            return ChangeKind.Updated;
        }, ct);
    }

    public Task<Account> SetStatusAsync(Guid id, int? version, RecordStatus status, CancellationToken ct) =>
        ChangeAsync(id, "id", (_, record, _, _) =>
        {
            VersionConflictException.ThrowIf(version, record.Account.Version);
            record.Account.Status = status;
            return Task.FromResult(status == RecordStatus.Archived ? ChangeKind.Archived : ChangeKind.Restored);
        }, ct);

    public Task<Account> AddExternalIdAsync(AddAccountExternalIdInput input, CancellationToken ct)
    {
        var at = FieldPath.Input["externalId"];
        var key = input.ExternalId.Read(at);
        var draft = new AccountDraft(new UpdateAccountInput(), default, FieldPath.Input) { Keys = [key] };
        return ChangeAsync(input.AccountId, "accountId", async (db, record, now, ct) =>
        {
            (await AccountChanges.LoadAsync(db, [draft], now, ct)).PutKey(record, key, at);
            return ChangeKind.Updated;
        }, ct);
    }

    public Task<Account> RemoveExternalIdAsync(RemoveAccountExternalIdInput input, CancellationToken ct)
    {
        var at = FieldPath.Input["externalId"];
        var key = input.ExternalId.Read(at);
        return ChangeAsync(input.AccountId, "accountId", (_, record, _, _) =>
        {
            var id = record.ExternalIds.Find(id => ExternalKey.Of(id) == key);
            record.Remove(record.ExternalIds, id ?? throw new NotFoundException(at, nameof(ExternalId), key.ToString()));
            return Task.FromResult(ChangeKind.Updated);
        }, ct);
    }

    Task<Account> ChangeAsync(
        Guid id, string field, Func<CrmDb, AccountRecord, DateTimeOffset, CancellationToken, Task<ChangeKind>> change, CancellationToken ct) =>
        writer.CommitAsync(async (db, ct) =>
        {
            var record = await AccountRecord.LoadAsync(db, id, FieldPath.Input[field], ct);
            var now = clock.Now();
            record.Finish(now, await change(db, record, now, ct));
            return record.Account;
        }, ct);
}
