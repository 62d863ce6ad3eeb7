using System.Text.Json;
using Crm.Headless.Plugins.Tests.Life;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Jobs;

/// <summary>A plugin that comes to a database that is full already, and catches up while the server serves.</summary>
public sealed class BackfillTests
{
    const int Contacts = 3_000, Step = 25, Pause = 20, MostWrites = 400;

    const string Source = """
        public sealed class Grade : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model) => model.Entity<GradeMark>(mark =>
            {
                mark.ToTable("grade_marks");
                mark.HasIndex(row => row.ContactId).IsUnique();
            });
        }
        [VisibleWith<Contact>(nameof(ContactId))] public sealed class GradeMark { public Guid Id { get; set; } public Guid ContactId { get; set; } public string? Mark { get; set; } }
        [Migration("20260101000000_grade")] public sealed class GradeInitial : Migration
        {
            protected override void Up(MigrationBuilder m)
            {
                m.CreateTable("grade_marks",
                    table => new { id = table.Column<Guid>(), contact_id = table.Column<Guid>(), mark = table.Column<string>(nullable: true) },
                    constraints: table => table.PrimaryKey("pk_grade_marks", row => row.id));
                m.CreateIndex("ix_grade_marks_contact_id", "grade_marks", "contact_id", unique: true);
            }
        }
        [Backfill] public sealed class GradeAll(ICrmStore store) : IJob
        {
            public async Task<JobStep> RunAsync(JobRun run, CancellationToken ct)
            {
                run.Total ??= await store.Query<Contact>().LongCountAsync(ct);
                var last = run.State is { } state ? Guid.Parse(state) : Guid.Empty;
                var contacts = await store.Query<Contact>().Where(contact => contact.Id > last).OrderBy(contact => contact.Id).Take(STEP).ToListAsync(ct);
                foreach (var contact in contacts)
                    store.Add(new GradeMark { Id = Guid.CreateVersion7(), ContactId = contact.Id, Mark = contact.FamilyName });
                await Task.Delay(PAUSE, ct);
                if (contacts.Count == 0) return JobStep.Done;
                (run.State, run.Done) = (contacts[^1].Id.ToString(), run.Done + contacts.Count);
                return JobStep.More;
            }
        }
        """;

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task A_back_fill_tells_how_far_it_is_while_the_server_serves_and_goes_on_after_it_was_killed(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using (var server = await CrmProcess.StartAsync(database))
        {
            await FillAsync(server);
            Assert.Equal("SUCCEEDED", (await server.InstallAsync(Package())).GetProperty("pluginOperation").GetProperty("status").GetString());
            var seen = await WatchAsync(server, job => job.Done >= Contacts / 4);
            Assert.All(seen, job => Assert.Equal("RUNNING", job.Status));
            Assert.All(seen, job => Assert.InRange(job.Total ?? 0, Contacts, Contacts + MostWrites));
            Assert.True(seen.Select(job => job.Done).Distinct().Count() > 3, string.Join(", ", seen));
            await server.KillAsync();
        }
        var before = await database.ScalarAsync("SELECT done FROM plugin_jobs");
        Assert.InRange(before, Contacts / 4, Contacts - 1);
        Assert.Equal(before, await database.ScalarAsync("SELECT count(*) FROM grade_marks"));

        await using var back = await CrmProcess.StartAsync(database);
        var rest = await WatchAsync(back, job => job.Status == "FINISHED");
        Assert.InRange(rest[0].Done, before, long.MaxValue);
        Assert.Equal(rest[^1].Done, await database.ScalarAsync("SELECT count(*) FROM grade_marks"));
        Assert.Equal(Contacts, await database.ScalarAsync("SELECT count(*) FROM grade_marks WHERE mark = 'Before'"));
    }

    /// <summary>Writes and reads, as clients do, until this holds. The writes end before, or the job would never see the last of them.</summary>
    /// <returns>How far the job was after each of them, once it had begun.</returns>
    static async Task<List<Progress>> WatchAsync(CrmProcess server, Func<Progress, bool> until)
    {
        var seen = new List<Progress>();
        for (var attempt = 0; attempt < 2_000; attempt++)
        {
            if (attempt < MostWrites) await WriteAsync(server);
            else await Task.Delay(20);
            var jobs = (await server.QueryAsync("{ pluginJobs { status done total lastError } contacts { nodes { displayName } } }")).GetProperty("pluginJobs");
            if (jobs.EnumerateArray().FirstOrDefault() is not { ValueKind: JsonValueKind.Object } job) continue;
            Assert.Equal(JsonValueKind.Null, job.GetProperty("lastError").ValueKind);
            var progress = job.Deserialize<Progress>(JsonSerializerOptions.Web)!;
            if (progress.Total is null && progress.Status != "FINISHED") continue;
            Assert.True(seen.Count == 0 || seen[^1].Done <= progress.Done, $"{progress} after {seen.LastOrDefault()}");
            seen.Add(progress);
            if (until(progress)) return seen;
        }
        throw new InvalidOperationException($"It didn't come so far: {seen.LastOrDefault()}");
    }

    static async Task WriteAsync(CrmProcess server)
    {
        var made = await server.QueryAsync("""mutation { createContact(input: { familyName: "Meanwhile" }) { errors { __typename } } }""");
        Assert.Equal("""{"createContact":{"errors":null}}""", made.ToString());
    }

    static async Task FillAsync(CrmProcess server)
    {
        foreach (var batch in Enumerable.Range(0, Contacts).Chunk(1_000))
            await server.QueryAsync("mutation($input: UpsertContactsInput!) { upsertContacts(input: $input) { rows { error { message } } } }", new
            {
                input = new { contacts = batch.Select(number => new { source = "shop", externalId = $"{number}", familyName = "Before" }) },
            });
    }

    static byte[] Package()
    {
        using var folder = new PluginsFolder();
        folder.Compile("acme.grade", Source.Replace("STEP", $"{Step}").Replace("PAUSE", $"{Pause}"));
        return folder.Pack("acme.grade");
    }

    sealed record Progress(string Status, long Done, long? Total);
}
