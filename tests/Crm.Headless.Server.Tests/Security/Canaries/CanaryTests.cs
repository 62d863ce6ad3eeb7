using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Security.Canaries;

/// <summary>What was planted in a broad run is found where it belongs, and nowhere else.</summary>
public sealed class CanaryTests(CanaryRuns runs) : IClassFixture<CanaryRuns>
{
    /// <summary>Where data of people belong, and free texts that may hold such.</summary>
    static readonly string[] Homes =
    [
        "contacts", "contact_points", "identities", "external_ids", "affiliations", "interactions", "participants", "lines", "users", "accounts", "units",
        "api_clients", "search", "loyalty_details",
    ];

    [Theory, OnSqlite(false), OnSqlite(true), OnPostgreSql(false), OnPostgreSqlAtLength(true)]
    public async Task No_secret_and_no_datum_of_a_person_is_in_a_line_of_the_log(DatabaseKind kind, bool isTalkative)
    {
        var run = await runs.OnAsync(kind, isTalkative);
        Assert.True(run.Log.Lines.Count > 50, $"{run.Log.Lines.Count} lines");
        Assert.True(run.Failed >= 3, $"{run.Failed} statements failed");
        Assert.All(run.Log.Lines, line => AssertClean(line, run.Secrets.FoundIn(line) ?? Canary.FoundIn(line)));
        AssertClean(run.Imported, Canary.FoundIn(run.Imported));
    }

    [Theory, OnSqlite(false), OnPostgreSql(false)]
    public async Task No_secret_is_in_an_answer(DatabaseKind kind, bool isTalkative)
    {
        var run = await runs.OnAsync(kind, isTalkative);
        Assert.True(run.Answers.Count > 300, $"{run.Answers.Count} answers");
        Assert.All(run.Answers, answer => AssertClean(answer, run.Secrets.FoundIn(answer)));
    }

    [Theory, OnSqlite(false), OnPostgreSql(false)]
    public async Task No_secret_is_in_the_database_and_data_of_people_are_in_their_own_tables(DatabaseKind kind, bool isTalkative)
    {
        var run = await runs.OnAsync(kind, isTalkative);
        var rows = await run.Database.ReadAllAsync();
        foreach (var (table, row) in rows)
        {
            AssertClean($"{table}: {row}", run.Secrets.FoundIn(row));
            if (!Homes.Any(table.Contains)) AssertClean($"{table}: {row}", Canary.FoundIn(row));
        }
        Assert.Contains(rows, row => row.Table == "contacts" && Canary.FoundIn(row.Row) is not null);
    }

    static void AssertClean(string text, string? found) => Assert.True(found is null, $"\"{found}\" is in: {text}");
}

/// <summary>One run for the tests of a database.</summary>
public sealed class CanaryRuns : IAsyncLifetime
{
    readonly Dictionary<(DatabaseKind, bool), Task<CanaryRun>> _runs = [];

    internal Task<CanaryRun> OnAsync(DatabaseKind kind, bool isTalkative)
    {
        if (!_runs.TryGetValue((kind, isTalkative), out var run)) _runs.Add((kind, isTalkative), run = CanaryRun.GoAsync(kind, isTalkative));
        return run;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var run in _runs.Values.Where(run => run.IsCompletedSuccessfully)) await (await run).DisposeAsync();
    }
}
