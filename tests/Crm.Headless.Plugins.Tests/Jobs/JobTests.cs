using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Jobs;

/// <summary>What plugins do by themselves: on time, once, and in steps that lose nothing.</summary>
public sealed class JobTests(JobTests.Ticker plugin) : IClassFixture<JobTests.Ticker>
{
    const string Source = """
        public sealed class Tick : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model) => model.Entity<TickRun>().ToTable("tick_runs");
        }
        [VisibleToAll] public sealed class TickRun { public Guid Id { get; set; } public string Job { get; set; } = ""; public string? State { get; set; } public DateTimeOffset DueAt { get; set; } }
        [Migration("20260101000000_tick")] public sealed class TickInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("tick_runs",
                table => new { id = table.Column<Guid>(), job = table.Column<string>(), state = table.Column<string>(nullable: true), due_at = table.Column<DateTimeOffset>() },
                constraints: table => table.PrimaryKey("pk_tick_runs", row => row.id));
        }
        [Schedule("0 3 * * *", TimeZone = "Europe/Berlin")] public sealed class Nightly(ICrmStore store) : IJob
        {
            public Task<JobStep> RunAsync(JobRun run, CancellationToken ct)
            {
                store.Add(new TickRun { Id = Guid.NewGuid(), Job = "nightly", State = run.State, DueAt = run.DueAt });
                (run.State, run.Done, run.Total) = ((int.Parse(run.State ?? "0") + 1).ToString(), run.Done + 1, 3);
                return Task.FromResult(run.State == "3" ? JobStep.Done : JobStep.More);
            }
        }
        [Backfill] public sealed class Fill(ICrmStore store) : IJob
        {
            public static int Failures;
            public Task<JobStep> RunAsync(JobRun run, CancellationToken ct)
            {
                store.Add(new TickRun { Id = Guid.NewGuid(), Job = "fill", State = run.State, DueAt = run.DueAt });
                if (run.State == "1" && Failures++ == 0) throw new InvalidOperationException("half-way");
                run.State = run.State is null ? "1" : "2";
                return Task.FromResult(run.State == "2" ? JobStep.Done : JobStep.More);
            }
        }
        [Schedule("0 5 1 1 *")] public sealed class Picky(ICrmStore store) : IJob
        {
            public Task<JobStep> RunAsync(JobRun run, CancellationToken ct)
            {
                store.Add(new TickRun { Id = Guid.NewGuid(), Job = "picky", State = run.State, DueAt = run.DueAt });
                if (run.Attempts < 2) throw new InvalidOperationException("one of them");
                run.Problem = $"One was left out after {run.Attempts} attempts: {run.LastError}";
                return Task.FromResult(JobStep.Done);
            }
        }
        [QueryType, AllowAnonymous] public static class TickQueries
        {
            public static async Task<IReadOnlyList<string>?> TickRunsAsync(string job, ICrmStore store, CancellationToken ct) =>
                (await store.Query<TickRun>().Where(run => run.Job == job).OrderBy(run => run.DueAt).ThenBy(run => run.State).ToListAsync(ct))
                    .ConvertAll(run => $"{run.DueAt:yyyy-MM-dd HH:mm} {run.State}");
        }
        """;

    public sealed class Ticker() : CompiledPlugin("acme.tick", Source);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_job_runs_when_it_is_due_by_the_clock_of_its_time_zone_once_on_however_many_nodes(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var first = await StartAsync(database);
        await using var second = await StartAsync(database);
        await UntilAsync(first, "acme.tick/Nightly", job => job.GetProperty("status").GetString() == "WAITING");
        var night = await NextAsync(first);

        await AdvanceAsync(night, first, second);
        await UntilAsync(first, "acme.tick/Nightly", job => job.GetProperty("endedAt").ValueKind == JsonValueKind.String);
        Assert.Equal([$"{night:yyyy-MM-dd HH:mm} ", $"{night:yyyy-MM-dd HH:mm} 1", $"{night:yyyy-MM-dd HH:mm} 2"], await RunsAsync(first, "nightly"));

        // The server was away for three nights: it catches up with one run.
        var job = await JobAsync(first, "acme.tick/Nightly");
        await AdvanceAsync(night.AddDays(3).AddHours(2), first, second);
        await UntilAsync(first, "acme.tick/Nightly", now => now.GetProperty("endedAt").GetString() != job.GetProperty("endedAt").GetString());
        Assert.Equal(6, (await RunsAsync(second, "nightly")).Length);
        Assert.True(await NextAsync(first) > night.AddDays(3).AddHours(2));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_step_that_fails_leaves_nothing_and_is_tried_again_from_the_state_of_the_step_before(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(Options(kind, null));
        await UntilAsync(host, "acme.tick/Fill", job => job.GetProperty("status").GetString() is "FAILED" or "FINISHED");
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await UntilAsync(host, "acme.tick/Fill", job => job.GetProperty("status").GetString() == "FINISHED");
        Assert.Equal(["", "1"], (await RunsAsync(host, "fill")).Select(run => run[16..].Trim()));

        await host.RestartAsync();
        await host.QueryAsync("""mutation { pluginJobRun(input: { name: "acme.tick/Fill" }) { pluginJob { name } } }""");
        await UntilAsync(host, "acme.tick/Fill", job => job.GetProperty("status").GetString() == "FINISHED" && job.GetProperty("nextAt").ValueKind == JsonValueKind.Null);
        Assert.Equal(4, (await RunsAsync(host, "fill")).Length);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_run_that_had_to_leave_something_out_ends_as_failed_and_says_what(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(Options(kind, null));
        await UntilAsync(host, "acme.tick/Picky", job => job.GetProperty("status").GetString() == "WAITING");
        await host.QueryAsync("""mutation { pluginJobRun(input: { name: "acme.tick/Picky" }) { pluginJob { name } } }""");
        await UntilAsync(host, "acme.tick/Picky", job =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1)); // pauses between attempts pass
            return job.GetProperty("endedAt").ValueKind == JsonValueKind.String;
        });
        var job = await JobAsync(host, "acme.tick/Picky");
        Assert.Equal("FAILED", job.GetProperty("status").GetString());
        Assert.StartsWith("One was left out after 2 attempts: InvalidOperationException", job.GetProperty("lastError").GetString());
        Assert.True(job.GetProperty("nextAt").GetDateTimeOffset() > host.Clock.GetUtcNow());
        Assert.Single(await RunsAsync(host, "picky"));
    }

    [Fact]
    public async Task A_job_that_does_not_say_when_it_is_due_keeps_its_plugin_out()
    {
        using var folder = new PluginsFolder();
        folder.Compile("acme.lazy", """
            public sealed class Lazy : CrmPlugin;
            public sealed class Idle : IJob { public Task<JobStep> RunAsync(JobRun run, CancellationToken ct) => Task.FromResult(JobStep.Done); }
            """);
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { PluginsFolder = folder.Root });
        var message = (await host.QueryAsync("{ plugins { message } }")).GetProperty("plugins")[0].GetProperty("message").GetString();
        Assert.Contains("doesn't say when its job Idle is due. Put either [Schedule(", message);
    }

    CrmTestOptions Options(DatabaseKind kind, TestDatabase? database) => new()
    {
        Database = kind,
        SharedDatabase = database,
        PluginsFolder = plugin.Folder.Root,
        Settings = new Dictionary<string, string?> { ["Crm:Events:PollInterval"] = "00:00:00.1" },
    };

    Task<CrmTestHost> StartAsync(TestDatabase database) => CrmTestHost.StartAsync(Options(database.Kind, database));

    static Task AdvanceAsync(DateTimeOffset to, params CrmTestHost[] hosts)
    {
        foreach (var host in hosts) host.Clock.Advance(to - host.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }

    static async Task<DateTimeOffset> NextAsync(CrmTestHost host)
    {
        var next = (await JobAsync(host, "acme.tick/Nightly")).GetProperty("nextAt").GetDateTimeOffset();
        Assert.Equal(3, TimeZoneInfo.ConvertTime(next, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).Hour);
        return next;
    }

    static async Task<string[]> RunsAsync(CrmTestHost host, string job)
    {
        var data = await host.QueryAsync("query($job: String!) { tickRuns(job: $job) }", new { job });
        return [.. data.GetProperty("tickRuns").EnumerateArray().Select(run => run.GetString()!).Order(StringComparer.Ordinal)];
    }

    static async Task<JsonElement> JobAsync(CrmTestHost host, string name) =>
        (await host.QueryAsync("{ pluginJobs { name status nextAt endedAt done total lastError } }")).GetProperty("pluginJobs")
            .EnumerateArray().FirstOrDefault(job => job.GetProperty("name").GetString() == name);

    static async Task UntilAsync(CrmTestHost host, string name, Func<JsonElement, bool> holds)
    {
        for (var attempt = 0; ; attempt++)
        {
            var job = await JobAsync(host, name);
            if (job.ValueKind == JsonValueKind.Object && holds(job)) return;
            Assert.True(attempt < 400, job.ToString());
            await Task.Delay(25);
        }
    }
}
