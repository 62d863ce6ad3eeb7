using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>The servers on this database, of which this is one.</summary>
sealed class PluginNodes(CoreContexts contexts, PluginSignal signal)
{
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(5), Silence = TimeSpan.FromSeconds(30), Glance = TimeSpan.FromMilliseconds(100);

    readonly Guid _id = Guid.CreateVersion7();
    readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
    long _saidRevision = -1;
    DateTimeOffset _saidAt;

    // Nodes are there or not by the clock of the machine, whatever the clock of a sandbox says.
    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async Task BeatAsync(long revision, CancellationToken ct)
    {
        if (revision == _saidRevision && Now - _saidAt < Beat) return;
        await contexts.WriteAsync(async db =>
        {
            var gone = Now - TimeSpan.FromDays(1);
            await db.Set<PluginNode>().Where(node => node.SeenAt < gone).ExecuteDeleteAsync(ct);
            var own = await db.Set<PluginNode>().AsTracking().FirstOrDefaultAsync(node => node.Id == _id, ct);
            if (own is null)
                db.Add(own = new() { Id = _id, Name = $"{Environment.MachineName}/{Environment.ProcessId}", StartedAt = _startedAt });
            if (own.Revision != revision) await signal.TellAsync(db, ct);
            (own.SeenAt, own.Revision) = (Now, revision);
            return true;
        }, ct);
        (_saidRevision, _saidAt) = (revision, Now);
    }

    /// <summary>By name, this one included.</summary>
    public async Task<IReadOnlyList<PluginNode>> AliveAsync(CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        var alive = Now - Silence;
        return await db.Set<PluginNode>().AsNoTracking().Where(node => node.SeenAt > alive).OrderBy(node => node.Name).ThenBy(node => node.Id).ToListAsync(ct);
    }

    /// <summary>Whether none that is alive uses anything older.</summary>
    public async Task<bool> HaveReachedAsync(long revision, CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        var alive = Now - Silence;
        return !await db.Set<PluginNode>().AnyAsync(node => node.SeenAt > alive && node.Revision < revision, ct);
    }

    /// <summary>Until no other node that is alive uses anything older, or for as long as this.</summary>
    public async Task WaitForOthersAsync(long revision, TimeSpan patience, CancellationToken ct)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < patience; await Task.Delay(Glance, ct))
            if ((await AliveAsync(ct)).All(node => node.Id == _id || node.Revision >= revision)) return;
    }

    /// <summary>Nobody needs to wait for this one any more.</summary>
    public Task LeaveAsync() =>
        contexts.WriteAsync(db => db.Set<PluginNode>().Where(node => node.Id == _id).ExecuteDeleteAsync(), CancellationToken.None);
}
