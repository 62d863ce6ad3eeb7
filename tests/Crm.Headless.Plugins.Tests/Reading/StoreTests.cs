using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Reading;

/// <summary>What resolvers of plugins read through the store while others of the same request do so, too.</summary>
public sealed class StoreTests(StoreTests.Counter plugin) : IClassFixture<StoreTests.Counter>
{
    const string Source = """
        public sealed class Count : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model) => model.Entity<CountMark>().ToTable("count_marks");
        }
        [VisibleToAll] public sealed class CountMark { public Guid Id { get; set; } public string Name { get; set; } = ""; }
        [Migration("20260101000000_count")] public sealed class CountInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("count_marks", table => new { id = table.Column<Guid>(), name = table.Column<string>() },
                constraints: table => table.PrimaryKey("pk_count_marks", row => row.id));
        }
        [QueryType, AllowAnonymous] public static class CountQueries
        {
            public static async Task<IReadOnlyList<int>?> CountedAsync(int times, ICrmStore store, IQueryable<CountMark> marks, CancellationToken ct)
            {
                var counts = new List<int>();
                for (var i = 0; i < times; i++)
                {
                    await Task.Yield();
                    counts.Add(await store.Query<CountMark>().CountAsync(ct));
                    counts.Add((await store.Query<CountMark>().Where(mark => marks.Any(other => other.Id == mark.Id)).ToListAsync(ct)).Count);
                    counts.Add(store.Query<CountMark>().Count());
                    await foreach (var mark in store.Query<CountMark>().AsAsyncEnumerable()) counts[^1] += mark.Name.Length;
                }
                return counts;
            }
        }
        [MutationType, AllowAnonymous] public static class CountMutations
        {
            public static async Task<IReadOnlyList<int>> CountMarkAsync(string name, ICrmStore store, CancellationToken ct)
            {
                var before = await store.Query<CountMark>().CountAsync(ct);
                var within = await store.ChangeAsync(async again =>
                {
                    store.Add(new CountMark { Id = Guid.CreateVersion7(), Name = name });
                    return await store.Query<CountMark>().CountAsync(again);
                }, ct);
                return [before, within, await store.Query<CountMark>().CountAsync(ct)];
            }
        }
        """;

    public sealed class Counter() : CompiledPlugin("acme.count", Source);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Resolvers_of_a_request_read_side_by_side(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        await MarkAsync(host, "one");
        await MarkAsync(host, "three");
        var fields = string.Join(' ', Enumerable.Range(0, 12).Select(i => $"f{i}: counted(times: 5)"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.QueryAsync($"{{ {fields} }}")));
        var expected = string.Join(',', Enumerable.Repeat("2,2,10", 5));
        Assert.All(answers.SelectMany(answer => answer.EnumerateObject()), field => Assert.Equal($"[{expected}]", field.Value.ToString()));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_mutation_reads_what_it_has_changed(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        Assert.Equal("[0,0,1]", await MarkAsync(host, "one"));
        Assert.Equal("[1,1,2]", await MarkAsync(host, "two"));
    }

    Task<CrmTestHost> StartAsync(DatabaseKind kind) => CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, PluginsFolder = plugin.Folder.Root });

    static async Task<string> MarkAsync(CrmTestHost host, string name)
    {
        var data = await host.QueryAsync("mutation($input: CountMarkInput!) { countMark(input: $input) { ints } }", new { input = new { name } });
        return data.GetProperty("countMark").EnumerateObject().First().Value.ToString();
    }
}
