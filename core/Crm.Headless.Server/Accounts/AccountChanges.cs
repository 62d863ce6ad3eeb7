using Crm.Headless.GraphQL;
using Crm.Headless.Server.Contacts;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Units;

namespace Crm.Headless.Server.Accounts;

/// <summary>What a client says about an account, with all keys in it read, so that they can be looked up for many drafts at once.</summary>
sealed class AccountDraft
{
    public AccountDraft(AccountInput input, Optional<string> name, FieldPath at, IReadOnlyList<ExternalIdInput>? externalIds = null)
    {
        (Input, Name, At) = (input, name, at);
        Parent = input.Parent.Value?.Read(at["parent"]);
        Units = input.Units.HasValue ? [.. input.Units.Value.Select((unit, i) => unit.Read(at["units"][i]))] : null;
        Keys = [.. (externalIds ?? []).Select((id, i) => id.Read(at["externalIds"][i]))];
    }

    public AccountInput Input { get; }
    public Optional<string> Name { get; }
    public FieldPath At { get; }
    public AccountRef? Parent { get; }

    /// <summary>Null: they stay as they are.</summary>
    public IReadOnlyList<UnitRef>? Units { get; }
    public IReadOnlyList<ExternalKey> Keys { get; init; }
}

/// <summary>Brings drafts into accounts. All that the drafts refer to is looked up before the first one.</summary>
sealed class AccountChanges(
    AccountReferences accounts, AccountTree tree, UnitReferences units, HomeUnit home, UserReferences users, DateTimeOffset now)
{
    public static async Task<AccountChanges> LoadAsync(CrmDb db, IReadOnlyCollection<AccountDraft> drafts, DateTimeOffset now, CancellationToken ct)
    {
        AccountRef[] parents = [.. drafts.Select(draft => draft.Parent).OfType<AccountRef>()];
        var accounts = await AccountReferences.LoadAsync(db, parents, drafts.SelectMany(draft => draft.Keys), ct);
        return new(
            accounts,
            await AccountTree.LoadAsync(db, accounts.Known(parents), ct),
            await UnitReferences.LoadAsync(db, [.. drafts.SelectMany(draft => draft.Units ?? [])], ct),
            new(db),
            await UserReferences.LoadAsync(db, drafts.Select(draft => draft.Input.OwnerId.Value), ct),
            now);
    }

    public ExternalIds Keys => accounts.Keys;

    /// <exception cref="CrmException">Something of the draft can't be taken; the record may then be half changed.</exception>
    public void Apply(AccountRecord record, AccountDraft draft)
    {
        var (account, input, at) = (record.Account, draft.Input, draft.At);
        if (draft.Name.HasValue || record.IsNew) account.Name = Text.Required(draft.Name.Value, at["name"], Text.Name);
        if (input.Industry.HasValue) account.Industry = Text.Optional(input.Industry.Value, at["industry"], Text.Name);
        if (input.Website.HasValue) account.Website = WebAddress.Read(input.Website.Value, at["website"]);
        if (input.Phone.HasValue) account.Phone = Phones.ReadOptional(input.Phone.Value, at["phone"]);
        if (input.Address.HasValue) account.Address = input.Address.Value?.Read(at["address"]);
        if (input.OwnerId.HasValue) account.OwnerId = users.Get(input.OwnerId.Value, at["ownerId"]);
        foreach (var (key, i) in draft.Keys.Select((key, i) => (key, i))) PutKey(record, key, at["externalIds"][i]);
        if (draft.Units is not null) SetUnits(record, [.. draft.Units.Select(units.Get)], at["units"]);
        if (record.IsNew && record.Units.Count == 0 && home.For(at["units"]) is { } unit) SetUnits(record, [unit], at["units"]);
        if (input.Parent.HasValue) SetParent(account, draft.Parent, at["parent"]);
        Keys.Remember(record.Id, record.ExternalIds);
    }

    public void PutKey(AccountRecord record, ExternalKey key, FieldPath at) => Keys.Put(
        record.ExternalIds,
        new() { Id = Guid.CreateVersion7(now), AccountId = record.Id, Source = key.Source, Value = key.Value },
        row => record.Add(record.ExternalIds, row),
        at);

    void SetParent(Account account, AccountRef? reference, FieldPath at)
    {
        Guid? parent = reference is { } known ? accounts.Get(known) : null;
        tree.Move(account.Id, parent, at);
        account.ParentId = parent;
    }

    void SetUnits(AccountRecord record, IReadOnlyList<Guid> wanted, FieldPath at) => UnitMemberships.Set(
        record.Units,
        wanted,
        unit => record.Add(record.Units, new() { Id = Guid.CreateVersion7(now), UnitId = unit, AccountId = record.Id }),
        membership => record.Remove(record.Units, membership),
        at);
}
