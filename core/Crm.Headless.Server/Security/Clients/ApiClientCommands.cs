using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Security;

/// <summary>Changes API clients and their keys, each in one transaction.</summary>
sealed class ApiClientCommands(Writer writer, Grants grants, Actor actor, StandingSignal standing, SecurityLog log, TimeProvider clock)
{
    /// <summary>Names under which the host itself acts.</summary>
    static readonly string[] Reserved = ["admin", "system"];

    public async Task<NewApiClient> CreateAsync(CreateApiClientInput input, CancellationToken ct)
    {
        var made = await writer.CommitAsync(async (db, ct) =>
        {
            var (now, at) = (clock.Now(), FieldPath.Input);
            var client = new ApiClient { Id = Guid.CreateVersion7(now), CreatedAt = now, UpdatedAt = now, Version = 1 };
            client.ScopeList = grants.ReadScopes(input.Scopes, at["scopes"]);
            client.UnitId = await grants.ReadUnitAsync(db, input.Unit, at["unit"], ct);
            client.Name = await ReadNameAsync(db, client.Id, input.Name, ct);
            db.Add(client);
            return AddKey(db, client, input.ExpiresAt);
        }, ct);
        log.KeyChanged(actor, "created", made.Client, made.KeyId);
        return made;
    }

    public async Task<ApiClient> UpdateAsync(UpdateApiClientInput input, CancellationToken ct)
    {
        var changed = await ChangeAsync(input.Id, input.Version, async (db, client, ct) =>
        {
            var at = FieldPath.Input;
            if (input.Name.HasValue) client.Name = await ReadNameAsync(db, client.Id, input.Name.Value, ct);
            if (input.Scopes.HasValue) client.ScopeList = grants.ReadScopes(input.Scopes.Value ?? [], at["scopes"]);
            if (input.Unit.HasValue) client.UnitId = await grants.ReadUnitAsync(db, input.Unit.Value, at["unit"], ct);
            return client;
        }, ct);
        log.KeyChanged(actor, "changed", changed);
        return changed;
    }

    public async Task<ApiClient> SetStatusAsync(Guid id, ApiClientStatus status, CancellationToken ct)
    {
        var changed = await ChangeAsync(id, version: null, (_, client, _) =>
        {
            client.Status = status;
            return Task.FromResult(client);
        }, ct);
        log.KeyChanged(actor, status == ApiClientStatus.Active ? "enabled" : "disabled", changed);
        return changed;
    }

    public async Task<NewApiClient> AddKeyAsync(AddApiClientKeyInput input, CancellationToken ct)
    {
        var made = await ChangeAsync(input.ClientId, version: null, async (db, client, ct) =>
        {
            var keys = await db.Set<ApiClientKey>().CountAsync(key => key.ClientId == client.Id && key.RevokedAt == null, ct);
            Limit.Check(keys + 1, Limit.PerRecord, FieldPath.Input["clientId"]);
            return AddKey(db, client, input.ExpiresAt);
        }, ct, FieldPath.Input["clientId"]);
        log.KeyChanged(actor, "given a key", made.Client, made.KeyId);
        return made;
    }

    public async Task<ApiClient> RevokeKeyAsync(Guid keyId, CancellationToken ct)
    {
        var changed = await CommitAsync(async (db, ct) =>
        {
            var key = await db.Seen<ApiClientKey>().AsTracking().SingleOrDefaultAsync(x => x.Id == keyId, ct)
                ?? throw new NotFoundException(FieldPath.Input["id"], nameof(ApiClientKey), keyId);
            var client = await db.Set<ApiClient>().AsTracking().SingleAsync(x => x.Id == key.ClientId, ct);
            await grants.CheckAsync(db, client, FieldPath.Input["id"], ct);
            key.RevokedAt ??= clock.Now();
            client.UpdatedAt = clock.Now();
            return client;
        }, ct);
        log.KeyChanged(actor, "relieved of a key", changed, keyId);
        return changed;
    }

    /// <summary>Every change counts as one of the client itself, so that two at a time, each allowed alone, don't add up to more.</summary>
    Task<T> ChangeAsync<T>(Guid id, int? version, Func<CrmDb, ApiClient, CancellationToken, Task<T>> change, CancellationToken ct, FieldPath? at = null) =>
        CommitAsync(async (db, ct) =>
        {
            at ??= FieldPath.Input["id"];
            var client = await db.Seen<ApiClient>().AsTracking().SingleOrDefaultAsync(x => x.Id == id, ct)
                ?? throw new NotFoundException(at, nameof(ApiClient), id);
            VersionConflictException.ThrowIf(version, client.Version);
            await grants.CheckAsync(db, client, at, ct);
            var result = await change(db, client, ct);
            client.UpdatedAt = clock.Now();
            return result;
        }, ct);

    /// <summary>What was there counts no more, on any node.</summary>
    async Task<T> CommitAsync<T>(Func<CrmDb, CancellationToken, Task<T>> change, CancellationToken ct)
    {
        var result = await writer.CommitAsync(async (db, ct) =>
        {
            await standing.TellAsync(db, ct);
            return await change(db, ct);
        }, ct);
        standing.Hear();
        return result;
    }

    NewApiClient AddKey(CrmDb db, ApiClient client, DateTimeOffset? expiresAt)
    {
        var now = clock.Now();
        if (expiresAt <= now) throw new ExpiryInPastException(FieldPath.Input["expiresAt"]);
        var id = Guid.CreateVersion7(now);
        var key = ApiKey.Make(id);
        db.Add(new ApiClientKey
        {
            Id = id,
            ClientId = client.Id,
            Hash = ApiKey.Hash(key),
            Hint = ApiKey.HintOf(key),
            CreatedAt = now,
            ExpiresAt = expiresAt is { } moment ? Clock.Kept(moment) : null,
        });
        return new(client, id, key);
    }

    static async Task<string> ReadNameAsync(CrmDb db, Guid id, string? given, CancellationToken ct)
    {
        var at = FieldPath.Input["name"];
        var name = Text.Required(given, at, Text.Short);
        if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) || await db.Set<ApiClient>().AnyAsync(x => x.Name == name && x.Id != id, ct))
            throw new ApiClientNameInUseException(at, name);
        return name;
    }
}

/// <param name="Key">The secret itself: for the answer, and for nothing else.</param>
sealed record NewApiClient(ApiClient Client, Guid KeyId, string Key);
