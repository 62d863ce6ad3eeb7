namespace Crm.Headless.Benchmarks.Running;

/// <summary>Makes release builds of everything that is measured.</summary>
static class Builds
{
    const string Plugin = "crm.loyalty";

    public static async Task MakeAsync()
    {
        foreach (var project in new[] { "Dataset", "Limit", "Ef" })
            await BuildAsync("build", Path.Combine(Places.Anchors(), "dotnet", project));
        await BuildAsync("publish", Path.Combine(Places.Repository, "core", "Crm.Headless.Server"), "-o", Places.Server);
        await BuildAsync("build", Path.Combine(Places.Repository, "plugins", "Loyalty"),
            $"-p:PluginFolder={Path.Combine(Places.Server, "plugins", Plugin)}/");
    }

    static async Task BuildAsync(string verb, string project, params string[] arguments)
    {
        Console.WriteLine($"{verb} {Path.GetFileName(project)}");
        await Command.RunAsync(["dotnet", verb, project, "-c", "Release", "-v", "q", "-nologo", .. arguments], ("BENCH_TMP", Places.Output));
    }
}
