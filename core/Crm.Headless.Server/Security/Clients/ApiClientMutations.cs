using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Units;

namespace Crm.Headless.Server.Security;

[MutationType, Authorize("clients:admin")]
[Error<NotFoundException>, Error<ScopeNotHeldException>, Error<UnitNotHeldException>]
static class ApiClientMutations
{
    /// <summary>Creates a client and its first key. Nobody can give scopes or a part of the organisation that he doesn't have himself.</summary>
    [Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>, Error<ApiClientNameInUseException>]
    [Error<UnknownScopeException>, Error<ExpiryInPastException>]
    public static async Task<CreateApiClientPayload> CreateApiClientAsync(CreateApiClientInput input, ApiClientCommands clients, CancellationToken ct)
    {
        var made = await clients.CreateAsync(input, ct);
        return new(made.Client, made.Key);
    }

    /// <summary>Changes what is given of a client, and leaves the rest as it is. Counts within a second, also for tokens that were issued before.</summary>
    [Error<VersionConflictException>, Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>]
    [Error<ApiClientNameInUseException>, Error<UnknownScopeException>]
    public static Task<ApiClient> UpdateApiClientAsync(UpdateApiClientInput input, ApiClientCommands clients, CancellationToken ct) =>
        clients.UpdateAsync(input, ct);

    /// <summary>Makes a further key. Those before it stay until they expire or are revoked, so that a client can change over in its own time.</summary>
    [Error<ExpiryInPastException>, Error<TooManyException>]
    public static async Task<AddApiClientKeyPayload> AddApiClientKeyAsync(AddApiClientKeyInput input, ApiClientCommands clients, CancellationToken ct)
    {
        var made = await clients.AddKeyAsync(input, ct);
        return new(made.Client, made.Key);
    }

    /// <summary>Revokes a key: within a second it isn't taken any more, and connections that it opened are closed. A revoked one stays as it is.</summary>
    public static Task<ApiClient> RevokeApiClientKeyAsync(RevokeApiClientKeyInput input, ApiClientCommands clients, CancellationToken ct) =>
        clients.RevokeKeyAsync(input.Id, ct);

    /// <summary>Takes neither keys nor tokens of the client any more, within a second. A disabled one stays as it is.</summary>
    public static Task<ApiClient> DisableApiClientAsync(DisableApiClientInput input, ApiClientCommands clients, CancellationToken ct) =>
        clients.SetStatusAsync(input.Id, ApiClientStatus.Disabled, ct);

    /// <summary>Takes the keys of a disabled client again. An active one stays as it is.</summary>
    public static Task<ApiClient> EnableApiClientAsync(EnableApiClientInput input, ApiClientCommands clients, CancellationToken ct) =>
        clients.SetStatusAsync(input.Id, ApiClientStatus.Active, ct);
}

/// <summary>A new client.</summary>
sealed record CreateApiClientInput
{
    /// <summary>The name, unique, such as "web shop".</summary>
    public required string Name { get; init; }

    /// <summary>What it may do, such as "contacts:read".</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>It sees the records of this unit and of those below; left out: of the whole organisation.</summary>
    public UnitRefInput? Unit { get; init; }

    /// <summary>When its first key expires; left out: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>The client and its first key.</summary>
/// <param name="ApiClient">The client; null when there are errors.</param>
/// <param name="Key">The key, for "Authorization: Bearer" and as client_secret of OAuth. It is stored hashed and shown only now.</param>
sealed record CreateApiClientPayload(ApiClient ApiClient, string Key);

/// <summary>What shall be different about a client.</summary>
sealed record UpdateApiClientInput
{
    /// <summary>The client.</summary>
    [ID<ApiClient>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: the change is refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }

    /// <summary>The name, unique.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>All that it may do from now on.</summary>
    public Optional<IReadOnlyList<string>> Scopes { get; init; }

    /// <summary>It sees the records of this unit and of those below; null: of the whole organisation.</summary>
    public Optional<UnitRefInput?> Unit { get; init; }
}

/// <summary>A further key.</summary>
sealed record AddApiClientKeyInput
{
    /// <summary>The client.</summary>
    [ID<ApiClient>]
    public Guid ClientId { get; init; }

    /// <summary>When it expires; left out: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>The client and its new key.</summary>
/// <param name="ApiClient">The client; null when there are errors.</param>
/// <param name="Key">The key. It is stored hashed and shown only now.</param>
sealed record AddApiClientKeyPayload(ApiClient ApiClient, string Key);

/// <summary>The key to revoke.</summary>
sealed record RevokeApiClientKeyInput
{
    /// <summary>The id of the key, which is no secret.</summary>
    [ID<ApiClientKey>]
    public Guid Id { get; init; }
}

/// <summary>The client to keep out.</summary>
sealed record DisableApiClientInput
{
    /// <summary>The client.</summary>
    [ID<ApiClient>]
    public Guid Id { get; init; }
}

/// <summary>The client to let in again.</summary>
sealed record EnableApiClientInput
{
    /// <summary>The client.</summary>
    [ID<ApiClient>]
    public Guid Id { get; init; }
}
