using System.Diagnostics;
using System.Security.Claims;
using System.Text;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Benchmarks.Engine;

/// <summary>
/// What the engine itself costs: 50 rows that are already in memory, prepared from the cache, resolved and written. Beside it
/// the same JSON from a bare writer, which is the least that any engine needs.
/// </summary>
static class EngineBenchmark
{
    const int Rounds = 10, PerRound = 3000, WarmUp = 30_000;

    const string Sdl = """
        type Query { rows: [Row!]! }
        type Row { a: String! b: String c: Int! d: Int e: Boolean! f: String g: String h: Float i: ID! j: String self: Row }
        """;

    public static async Task RunAsync()
    {
        var executor = new RequestExecutor(SchemaFromSdl.Build(Sdl), new() { ResolverOf = (_, field) => Rows.ResolverOf(field.Name) });
        foreach (var document in new[] { "{ rows { a b c d e f g h i j } }", "{ rows { a b c self { a b c self { a } } } }", "{ __typename }" })
        {
            var bytes = Encoding.UTF8.GetBytes(document);
            await MeasureAsync(document, () => ExecuteAsync(executor, bytes));
        }
        await MeasureAsync("the first of these by a bare Utf8JsonWriter", () => Task.FromResult(Rows.WriteBare()));
    }

    static async Task<int> ExecuteAsync(RequestExecutor executor, byte[] document)
    {
        using var result = await executor.ExecuteAsync(executor.Prepare(document, null), default, new(NoServices.Instance, new ClaimsPrincipal()), default);
        return result.Json.Length;
    }

    static async Task MeasureAsync(string name, Func<Task<int>> once)
    {
        var length = 0;
        for (var i = 0; i < WarmUp; i++) length = await once();
        var best = TimeSpan.MaxValue;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < PerRound; i++) await once();
            var time = Stopwatch.GetElapsedTime(start);
            if (time < best) best = time;
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Console.WriteLine($"{best.TotalMicroseconds / PerRound,8:0.0} us {allocated / (Rounds * PerRound),8} B  {length,6} B of answer  {name}");
    }

    sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();
        public object? GetService(Type serviceType) => null;
    }
}
