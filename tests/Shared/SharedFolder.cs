namespace Crm.Headless.Tests;

/// <summary>
/// Data that isn't part of this repository: CRM_TEST_SHARED names its folder, by default <c>../shared</c> from the root of the repository.
/// </summary>
static class SharedFolder
{
    const string Variable = "CRM_TEST_SHARED";

    /// <summary>The root of this repository.</summary>
    public static string Repository { get; } = FindRepository();

    static string Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : System.IO.Path.Combine(Repository, "..", "shared");

    public static string Get(string file) => System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, file));

    /// <summary>Why a test that needs the file is skipped; null when it is there.</summary>
    public static string? Missing(string file) =>
        File.Exists(Get(file)) ? null : $"{file} is not on this machine: set {Variable} to the folder that holds it.";

    static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Crm.Headless.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests must run below the folder of Crm.Headless.sln.");
        return folder.FullName;
    }
}

/// <summary>A theory that needs a file of <see cref="SharedFolder"/>; reported as skipped where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute(string file) => Skip = SharedFolder.Missing(file);
}
