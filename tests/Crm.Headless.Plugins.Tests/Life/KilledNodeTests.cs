using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>Two servers on one database, one of which is killed while both are at work.</summary>
public sealed class KilledNodeTests
{
    const int Enough = 150;

    [Theory, OnPostgreSql]
    public async Task A_node_that_is_killed_loses_nothing_that_was_acknowledged_and_another_takes_over_its_work(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var nodes = await Task.WhenAll(CrmProcess.StartAsync(database), CrmProcess.StartAsync(database));
        await using var first = nodes[0];
        await using var second = nodes[1];
        await InstallAsync(nodes);
        var load = new NodeLoad(nodes);
        await load.StartAsync();
        await Eventually.IsAsync(() => load.Acknowledged.Count > Enough);
        await first.QueryAsync($$"""mutation { pluginJobRun(input: { name: "{{Tally.Job}}" }) { pluginJob { name } errors { ... on Error { message } } } }""");

        await Eventually.IsAsync(async () => (await StepsAsync(first)).Length > Tally.StepCount / 6);
        var at = (await StepsAsync(first))[^1].Split('/')[1]; // Who works the job goes.
        var (victim, survivor) = at == $"{first.ProcessId}" ? (first, second) : (second, first);
        await victim.KillAsync();
        var before = load.Acknowledged.Count;
        await Eventually.IsAsync(() => load.Acknowledged.Count > before + Enough);
        await load.StopAsync(survivor);

        Assert.NotEqual(0, load.Displaced);
        await WrittenAsync(survivor, load);
        await HandledAsync(survivor, load);
        await JobDoneAsync(survivor, victim);
        Heard(load);
    }

    static async Task InstallAsync(CrmProcess[] nodes)
    {
        Assert.Equal("SUCCEEDED", (await nodes[0].InstallAsync(Tally.Package)).GetProperty("pluginOperation").GetProperty("status").GetString());
        foreach (var node in nodes) await Eventually.IsAsync(async () => (await node.QueryAsync("{ pluginJobs { name } }")).GetProperty("pluginJobs").GetArrayLength() == 1);
    }

    /// <summary>Once, though some was sent twice.</summary>
    static async Task WrittenAsync(CrmProcess survivor, NodeLoad load)
    {
        var keys = new List<string>();
        for (string? after = null; ;)
        {
            var page = (await survivor.QueryAsync(
                "query($after: String) { interactions(first: 50, after: $after) { nodes { externalId } pageInfo { hasNextPage endCursor } } }", new { after })).GetProperty("interactions");
            keys.AddRange(page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("externalId").GetString()!));
            if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean()) break;
            after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }
        Assert.Equal(load.Acknowledged.Keys.Append("end").Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    /// <summary>All, and once as far as what the handler wrote goes.</summary>
    static async Task HandledAsync(CrmProcess survivor, NodeLoad load)
    {
        var expected = load.Acknowledged.Count + 1;
        await Eventually.IsAsync(async () => (await EventsAsync(survivor)).Length >= expected);
        Assert.Equal(load.Acknowledged.Keys.Append("end").Order(StringComparer.Ordinal), (await EventsAsync(survivor)).Select(e => e.Split('/')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await survivor.QueryAsync("{ parkedEvents { handler } }")).GetProperty("parkedEvents").GetArrayLength());
    }

    /// <summary>One run, begun by the one and ended by the other, with no step left out or done twice.</summary>
    static async Task JobDoneAsync(CrmProcess survivor, CrmProcess victim)
    {
        await Eventually.IsAsync(async () => (await StepsAsync(survivor)).Length >= Tally.StepCount);
        var steps = (await StepsAsync(survivor)).Select(step => step.Split('/')).ToArray();
        Assert.Equal(Enumerable.Range(1, Tally.StepCount).Select(number => $"{number}"), steps.Select(step => step[0]));
        Assert.Equal(new[] { $"{survivor.ProcessId}", $"{victim.ProcessId}" }.Order(), steps.Select(step => step[1]).Distinct().Order());
        Assert.Single(steps.Select(step => step[2]).Distinct());
        await Eventually.IsAsync(async () => (await survivor.QueryAsync("{ pluginJobs { status } }")).GetProperty("pluginJobs")[0].GetProperty("status").GetString() == "WAITING");
    }

    static void Heard(NodeLoad load)
    {
        Assert.Equal(2, load.Listeners.Count(listener => listener.Moves == 1));
        foreach (var listener in load.Listeners)
        {
            Assert.Empty(load.Acknowledged.Keys.Except(listener.Read.Concat(listener.Told)));
            Assert.Empty(load.Acknowledged.Where(write => write.Value > listener.Since).Select(write => write.Key).Except(listener.Told));
        }
    }

    static async Task<string[]> StepsAsync(CrmProcess node) => Words(await node.QueryAsync("{ tallySteps }"), "tallySteps");

    static async Task<string[]> EventsAsync(CrmProcess node) => Words(await node.QueryAsync("{ tallyEvents }"), "tallyEvents");

    static string[] Words(System.Text.Json.JsonElement data, string field) => data.GetProperty(field).GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
