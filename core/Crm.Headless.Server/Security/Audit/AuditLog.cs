using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>
/// Where core says what happened besides writes, which enter the log by themselves with the transaction that makes them. Never give it a
/// secret, nor of a person more than an id.
/// </summary>
internal sealed class AuditLog(Database database, AuditBuffer buffer, TimeProvider clock)
{
    /// <summary>Somebody was refused. Costs nothing and never fails; repeats within a minute become one entry with a count.</summary>
    /// <param name="reason">A code such as <c>UNAUTHENTICATED</c>.</param>
    /// <param name="by">Null: not recognized.</param>
    /// <param name="address">Where it came from; null when that says nothing.</param>
    /// <param name="detail">What was asked for, in few different words: not what somebody made up.</param>
    public void Denied(string reason, CrmPrincipal? by, string? address, string? detail = null) =>
        buffer.Add(Entry(AuditKind.Denied, by, Join(reason, detail, address)));

    /// <summary>Somebody came in. One entry an hour for each principal and what it came with; the host's own work is none.</summary>
    public void SignedIn(CrmPrincipal by)
    {
        if (by.Kind is not (PrincipalKind.System or PrincipalKind.Plugin) && buffer.IsFirstOfHour(by, clock.GetUtcNow())) buffer.Add(Entry(AuditKind.SignIn, by, null));
    }

    /// <summary>Somebody got a token.</summary>
    public void SignedIn(string how, string who, Guid? clientId, Guid? userId, Guid? contactId) => buffer.Add(new()
    {
        Kind = AuditKind.SignIn,
        At = clock.GetUtcNow(),
        Actor = who,
        ActorKind = contactId is not null ? PrincipalKind.Member : userId is not null ? PrincipalKind.Person : PrincipalKind.Client,
        ClientId = clientId,
        UserId = userId,
        ContactId = contactId,
        Detail = how,
    });

    /// <summary>Records are being read out, page by page. Repeats within a minute become one entry with a count.</summary>
    public void Exported(CrmPrincipal by, string operation)
    {
        var entry = Entry(AuditKind.Export, by, null);
        entry.Operation = operation;
        buffer.Add(entry);
    }

    /// <summary>A file is being imported. It is in the log when this returns.</summary>
    public Task ImportedAsync(CrmPrincipal by, string? detail, CancellationToken ct) => WriteAsync(AuditKind.Import, by, "import", detail, ct);

    /// <summary>Something was exported as a whole. It is in the log when this returns.</summary>
    public Task ExportedAsync(CrmPrincipal by, string operation, string? detail, CancellationToken ct) => WriteAsync(AuditKind.Export, by, operation, detail, ct);

    /// <summary>A key of the installation was changed. API clients and their keys enter the log with the transaction that changes them.</summary>
    public Task KeyChangedAsync(CrmPrincipal by, string operation, string? detail, CancellationToken ct) => WriteAsync(AuditKind.Key, by, operation, detail, ct);

    async Task WriteAsync(AuditKind kind, CrmPrincipal by, string operation, string? detail, CancellationToken ct)
    {
        var entry = Entry(kind, by, detail);
        entry.Operation = operation;
        await WriteAsync([entry], ct);
    }

    internal async Task WriteAsync(IReadOnlyCollection<AuditEntry> entries, CancellationToken ct)
    {
        using var pass = await database.Gate.EnterAsync(ct);
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await AuditRows.InsertAsync(connection, transaction, entries, ct);
        await transaction.CommitAsync(ct);
    }

    AuditEntry Entry(AuditKind kind, CrmPrincipal? by, string? detail)
    {
        var entry = new AuditEntry { Kind = kind, At = clock.GetUtcNow(), Detail = detail };
        return by is null ? entry : entry.DoneBy(by);
    }

    static string? Join(string? what, string? detail, string? address)
    {
        var text = detail is null ? what : $"{what}: {detail}";
        return address is null ? text : text is null ? $"from {address}" : $"{text} (from {address})";
    }
}
