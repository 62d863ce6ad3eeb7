using Crm.Headless.GraphQL.Schema;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Security;

/// <summary>What the rights of principals rest on, and whether it still holds: their keys, clients, users and contacts.</summary>
sealed class Standing
{
    readonly SecurityData _data;
    readonly AdminKeys _adminKeys;
    readonly SigningKeys _signingKeys;
    readonly TimeProvider _clock;

    public Standing(SecurityData data, AdminKeys adminKeys, SigningKeys signingKeys, StandingSignal changed, TimeProvider clock)
    {
        (_data, _adminKeys, _signingKeys, _clock) = (data, adminKeys, signingKeys, clock);
        Keys = new(ReadKeysAsync);
        Clients = new(ReadClientsAsync);
        Users = new(ReadUsersAsync);
        Contacts = new(ReadContactsAsync);
        changed.Heard += () =>
        {
            Keys.Forget();
            Clients.Forget();
            Users.Forget();
        };
    }

    public FreshRows<Guid, KeyRow> Keys { get; }
    public FreshRows<Guid, ClientRow> Clients { get; }
    public FreshRows<Guid, UserRow> Users { get; }

    /// <summary>The active ones.</summary>
    public FreshRows<Guid, ContactRow> Contacts { get; }

    /// <summary>For connections that live long: whether the principal would come in again as he is.</summary>
    public async ValueTask<bool> HoldsAsync(CrmPrincipal user, CancellationToken ct)
    {
        if (user.ExpiresAt <= _clock.GetUtcNow()) return false;
        if (user.Kind == PrincipalKind.Administrator && !await _adminKeys.IsCurrentAsync(Convert.FromHexString(user.Credential!), ct)) return false;
        if (user.SigningKeyId is { } signedBy && await _signingKeys.FindAsync(signedBy, ct) is null) return false;
        if (user.KeyId is { } key && await Keys.FindAsync(key, ct) is not { IsRevoked: false }) return false;
        if (user.ClientId is { } client && (await Clients.FindAsync(client, ct))?.Grant != user.Grant) return false;
        if (user.UserId is { } person && (await Users.FindAsync(person, ct) is not { IsActive: true } row || row.UnitId != user.OwnUnit)) return false;
        return user.ContactId is not { } contact || await Contacts.FindAsync(contact, ct) is not null;
    }

    /// <summary>Before many are asked about: a few statements for all of them.</summary>
    public async Task RefreshAsync(IReadOnlyCollection<CrmPrincipal> users, CancellationToken ct)
    {
        await Keys.RefreshAsync(users.Select(user => user.KeyId).OfType<Guid>(), ct);
        await Clients.RefreshAsync(users.Select(user => user.ClientId).OfType<Guid>(), ct);
        await Users.RefreshAsync(users.Select(user => user.UserId).OfType<Guid>(), ct);
        await Contacts.RefreshAsync(users.Select(user => user.ContactId).OfType<Guid>(), ct);
    }

    Task<Dictionary<Guid, KeyRow>> ReadKeysAsync(Guid[] ids, CancellationToken ct) => _data.ReadAsync(db => db.Set<ApiClientKey>()
        .Where(key => EF.Parameter(ids).Contains(key.Id))
        .ToDictionaryAsync(key => key.Id, key => new KeyRow(key.ClientId, key.Hash, key.ExpiresAt, key.RevokedAt != null), ct), ct);

    Task<Dictionary<Guid, ClientRow>> ReadClientsAsync(Guid[] ids, CancellationToken ct) => _data.ReadAsync(db => db.Set<ApiClient>()
        .Where(client => EF.Parameter(ids).Contains(client.Id))
        .ToDictionaryAsync(client => client.Id, ClientRow.Of, ct), ct);

    Task<Dictionary<Guid, UserRow>> ReadUsersAsync(Guid[] ids, CancellationToken ct) => _data.ReadAsync(db => db.Set<User>()
        .Where(user => EF.Parameter(ids).Contains(user.Id))
        .Select(user => new { user.Id, user.UnitId, user.Status, Path = db.Set<Unit>().Where(unit => unit.Id == user.UnitId).Select(unit => unit.Path).SingleOrDefault() })
        .ToDictionaryAsync(user => user.Id, user => new UserRow(user.UnitId, user.Path, user.Status == RecordStatus.Active), ct), ct);

    Task<Dictionary<Guid, ContactRow>> ReadContactsAsync(Guid[] ids, CancellationToken ct) => _data.ReadAsync(db => db.Set<Contact>()
        .Where(contact => EF.Parameter(ids).Contains(contact.Id) && contact.Status == RecordStatus.Active)
        .Select(contact => contact.Id).ToDictionaryAsync(id => id, _ => ContactRow.Active, ct), ct);
}

sealed record KeyRow(Guid ClientId, byte[] Hash, DateTimeOffset? ExpiresAt, bool IsRevoked);

/// <param name="Grant">What it has; null: it is disabled.</param>
sealed record ClientRow(string Name, ClientGrant? Grant, Access Access)
{
    public static ClientRow Of(ApiClient client) => new(
        client.Name,
        client.Status == ApiClientStatus.Active ? new(client.Name, client.ScopeList, client.UnitId) : null,
        Access.Of(ScopeList.Read(client.ScopeList)));
}

/// <summary>What a client has: a connection that it opened with more, or with less, is closed.</summary>
sealed record ClientGrant(string Name, string Scopes, Guid? UnitId);

sealed record UserRow(Guid? UnitId, string? UnitPath, bool IsActive);

sealed record ContactRow
{
    public static ContactRow Active { get; } = new();
}
