using System.Collections.Concurrent;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Faults;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Plugins;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Security;

/// <summary>Writes down when clients and keys were used: to the minute, off the way of the request, and never an earlier moment over a later one.</summary>
sealed class LastUse(Generations generations, Database database, TimeProvider clock, ILogger<LastUse> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1), Precision = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<Guid, DateTimeOffset> _noted = [];
    readonly ConcurrentQueue<(Guid Id, bool IsKey, DateTimeOffset At)> _waiting = [];

    /// <param name="keyId">Null: it came with a token.</param>
    public void Note(Guid clientId, Guid? keyId)
    {
        var now = clock.Now();
        NoteOne(clientId, isKey: false, now);
        if (keyId is { } key) NoteOne(key, isKey: true, now);
    }

    void NoteOne(Guid id, bool isKey, DateTimeOffset now)
    {
        var known = _noted.TryGetValue(id, out var at);
        if (known && now - at < Precision) return;
        if (known ? _noted.TryUpdate(id, now, at) : _noted.TryAdd(id, now)) _waiting.Enqueue((id, isKey, now));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await WriteAsync(CancellationToken.None);
        }
    }

    async Task WriteAsync(CancellationToken ct)
    {
        while (_waiting.TryPeek(out var use))
        {
            try
            {
                await WriteAsync(use.Id, use.IsKey, use.At, ct);
            }
            catch (Exception unreachable) when (DatabaseFault.Is(unreachable))
            {
                log.LogWarning("When keys were used can't be written down: {Cause} It is tried again.", FaultText.Of(unreachable));
                return;
            }
            _waiting.TryDequeue(out _);
        }
    }

    async Task WriteAsync(Guid id, bool isKey, DateTimeOffset at, CancellationToken ct)
    {
        using var pass = await database.Gate.EnterAsync(ct);
        using var lease = generations.Lease();
        await using var db = await lease.Generation.Contexts.Factory.CreateDbContextAsync(ct);
        var before = at - Precision;
        if (isKey)
            await db.Set<ApiClientKey>().Where(key => key.Id == id && (key.LastUsedAt == null || key.LastUsedAt <= before))
                .ExecuteUpdateAsync(key => key.SetProperty(x => x.LastUsedAt, at), ct);
        else
            await db.Set<ApiClient>().Where(client => client.Id == id && (client.LastUsedAt == null || client.LastUsedAt <= before))
                .ExecuteUpdateAsync(client => client.SetProperty(x => x.LastUsedAt, at), ct);
    }
}
