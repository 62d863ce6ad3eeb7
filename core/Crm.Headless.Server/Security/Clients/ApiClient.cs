using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Security;

/// <summary>Another system that uses this API, with keys and scopes of its own.</summary>
[Node]
sealed class ApiClient
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; set; }

    /// <summary>The name, unique; it stands in events and in the audit.</summary>
    public string Name { get; set; } = "";

    /// <summary>Sorted, with a space between them, as OAuth writes them.</summary>
    [GraphQLIgnore]
    public string ScopeList { get; set; } = "";

    /// <summary>It sees the records of this unit and those below; null: of the whole organisation.</summary>
    [GraphQLIgnore]
    public Guid? UnitId { get; set; }

    /// <summary>Whether its keys and tokens are taken.</summary>
    public ApiClientStatus Status { get; set; }

    /// <summary>When it came last, to the minute; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Counts the changes, from 1.</summary>
    public int Version { get; set; }
}

/// <summary>Whether a client may come in.</summary>
enum ApiClientStatus
{
    /// <summary>Its keys and tokens are taken.</summary>
    Active,

    /// <summary>Neither its keys nor its tokens are taken, until it is enabled.</summary>
    Disabled,
}

/// <summary>A key of a client. A client may have several, so that one takes the place of another without a pause.</summary>
[VisibleWith<ApiClient>(nameof(ClientId))]
[Authorize("clients:admin")]
sealed class ApiClientKey
{
    /// <summary>The key's own id; not a secret.</summary>
    [ID]
    public Guid Id { get; set; }

    [GraphQLIgnore]
    public Guid ClientId { get; set; }

    [GraphQLIgnore]
    public byte[] Hash { get; set; } = [];

    /// <summary>Its last four characters, to tell it from others.</summary>
    public string Hint { get; set; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>From when on it isn't taken any more; null: it doesn't expire.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When it was revoked; null: it wasn't.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When it was used last, to the minute; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}
