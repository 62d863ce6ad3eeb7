using Crm.Headless.Benchmarks;
using Crm.Headless.Benchmarks.Engine;
using Crm.Headless.Benchmarks.Soak;
using Crm.Headless.Testing;

// dotnet run -c Release --project tests/Crm.Headless.Benchmarks -- engine | fill | run | soak   (README.md says more)
try
{
    switch (args)
    {
        case ["engine"]:
            await EngineBenchmark.RunAsync();
            return 0;
        case ["fill", .. var options]:
            await Workbench.FillAsync(BenchOptions.Read(options));
            return 0;
        case ["run", .. var options]:
            return await Workbench.RunAsync(BenchOptions.Read(options)) ? 0 : 1;
        case ["soak", .. var which]:
            var databases = which is [] ? [DatabaseKind.Sqlite, DatabaseKind.PostgreSql] : which.Select(name => Enum.Parse<DatabaseKind>(name, ignoreCase: true)).ToArray();
            var holds = true;
            foreach (var database in databases) holds &= await PluginSoak.RunAsync(database, TimeSpan.FromSeconds(60));
            return holds ? 0 : 1;
        default:
            throw new BenchException("Say what to measure: engine, fill, run or soak.");
    }
}
catch (BenchException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
