using Crm.Headless.Benchmarks.Engine;

// dotnet run -c Release --project tests/Crm.Headless.Benchmarks -- engine
switch (args)
{
    case ["engine"]:
        await EngineBenchmark.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("Say what to measure: engine.");
        return 1;
}
