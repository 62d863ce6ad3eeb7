namespace Crm.Headless.Benchmarks;

/// <summary>Where things lie. Everything that the benchmarks make is below <c>artifacts/bench</c>.</summary>
static class Places
{
    const string Shared = "CRM_TEST_SHARED";

    public static string Repository { get; } = FindRepository();
    public static string Output { get; } = Path.Combine(Repository, "artifacts", "bench");

    /// <summary>The anchors that are measured beside the server: data set, LIMIT and EF.</summary>
    /// <exception cref="BenchException">They aren't there.</exception>
    public static string Anchors()
    {
        var named = Environment.GetEnvironmentVariable(Shared);
        var folder = Path.GetFullPath(Path.Combine(string.IsNullOrEmpty(named) ? Path.Combine(Repository, "..", "shared") : named, "bench"));
        return Directory.Exists(Path.Combine(folder, "dotnet"))
            ? folder
            : throw new BenchException($"{folder} isn't there: it holds the data set and the peers. Set {Shared} to the folder that has it.");
    }

    public static string AnchorProgram(string project) =>
        Path.Combine(Output, "dotnet", "bin", project, "Release", "net10.0", project + ".dll");

    public static string Server => Path.Combine(Output, "server");
    public static string Script => Path.Combine(AppContext.BaseDirectory, "Load", "pool.lua");

    /// <summary>A folder for the data of one scale.</summary>
    public static string DataOf(BenchOptions options) => Directory.CreateDirectory(Path.Combine(Output, $"data-{options.Scale}")).FullName;

    static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Crm.Headless.sln")))
            folder = folder.Parent ?? throw new BenchException("The benchmarks must run below the folder of Crm.Headless.sln.");
        return folder.FullName;
    }
}
