using System.Text.Json;

namespace Crm.Headless.GraphQL.Tests.Conformance;

/// <summary>
/// The conformance cases of the reference implementation. They are not part of this repository: CRM_TEST_SHARED names their folder,
/// by default <c>../shared</c> from the root of the repository.
/// </summary>
static class SharedData
{
    const string Variable = "CRM_TEST_SHARED";

    static readonly string? Folder = FindFolder();

    /// <summary>Why a test that needs the data is skipped; null when the data is there.</summary>
    public static string? Missing(string file, int cases) => Folder is not null && File.Exists(Path.Combine(Folder, "conformance", file))
        ? null
        : $"{cases} cases of conformance/{file} are not on this machine: set {Variable} to the folder that holds them.";

    public static IReadOnlyList<JsonElement> Cases(string file)
    {
        using var stream = File.OpenRead(Path.Combine(Folder!, "conformance", file));
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateArray().Select(item => item.Clone())];
    }

    static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return named;
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Crm.Headless.sln"))) folder = folder.Parent;
        return folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared") : null;
    }
}

/// <summary>A test over all cases of one conformance file; skipped, with their count, where the file is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class ConformanceFactAttribute : FactAttribute
{
    public ConformanceFactAttribute(string file, int cases) => Skip = SharedData.Missing(file, cases);
}
