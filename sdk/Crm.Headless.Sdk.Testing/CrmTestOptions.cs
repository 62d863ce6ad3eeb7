using Microsoft.AspNetCore.Builder;

namespace Crm.Headless.Testing;

/// <summary>What a test wants of its host.</summary>
public sealed record CrmTestOptions
{
    /// <summary>SQLite unless a test wants both.</summary>
    public DatabaseKind Database { get; init; } = DatabaseKind.Sqlite;

    /// <summary>A database that several hosts share; null: the host gets one of its own and drops it.</summary>
    public TestDatabase? SharedDatabase { get; init; }

    /// <summary>The folder whose folders are plugins; null: the plugins of the projects that the test project refers to with <c>Plugin="true"</c>.</summary>
    public string? PluginsFolder { get; init; }

    /// <summary>Further settings, such as <c>Crm:GraphQL:MaxDepth</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The last word on the host, for what settings can't say.</summary>
    public Action<WebApplicationBuilder>? Configure { get; init; }

    // Where the build target of this package puts them.
    internal static string? PluginsUnderTest { get; } = Path.Combine(AppContext.BaseDirectory, "plugins") is var path && Directory.Exists(path) ? path : null;
}
