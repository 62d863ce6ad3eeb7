using Crm.Headless.Benchmarks;
using Crm.Headless.Benchmarks.Engine;

// dotnet run -c Release --project tests/Crm.Headless.Benchmarks -- engine | fill | run   (README.md says more)
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
        default:
            throw new BenchException("Say what to measure: engine, fill or run.");
    }
}
catch (BenchException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
