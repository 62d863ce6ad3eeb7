using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Crm.Headless.Server.Plugins.Packages;

/// <summary>
/// What a package may not bring: the SDK and what the host shares with its plugins. A copy would never be used, and shows a build that
/// went wrong. The build target of the SDK leaves the same ones out.
/// </summary>
static partial class HostAssemblies
{
    /// <summary>The host's assembly that a file is by its name, or by its content under whichever name; null: none.</summary>
    /// <param name="path">In the package.</param>
    /// <param name="library">Its content; null: it is no library.</param>
    public static string? Find(string path, MemoryStream? library)
    {
        if (library is null) return null;
        var file = path[(path.LastIndexOf('/') + 1)..^".dll".Length];
        return new[] { file, AssemblyName(library) }.FirstOrDefault(name => name is not null && Pattern().IsMatch(name));
    }

    // Read from the metadata: nothing of it is loaded.
    static string? AssemblyName(MemoryStream library)
    {
        try
        {
            library.Position = 0;
            using var image = new PEReader(library, PEStreamOptions.LeaveOpen);
            if (!image.HasMetadata) return null;
            var metadata = image.GetMetadataReader();
            return metadata.IsAssembly ? metadata.GetString(metadata.GetAssemblyDefinition().Name) : null;
        }
        catch (Exception error) when (error is BadImageFormatException or InvalidOperationException)
        {
            return null; // Not one of .NET's: it is native, or says what is wrong with it when it is loaded.
        }
    }

    [GeneratedRegex(
        @"^(crm|Crm\.Headless\.(Sdk|Sdk\.Testing|Sdk\.Build|GraphQL|GraphQL\.Abstractions|Server)|Microsoft\.EntityFrameworkCore(\..*)?"
        + @"|Microsoft\.Extensions\.(Caching|Configuration|DependencyInjection|Logging|Options|Primitives)(\.Abstractions|\.Memory)?)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}
