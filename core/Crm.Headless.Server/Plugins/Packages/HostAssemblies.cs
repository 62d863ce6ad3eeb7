using System.Text.RegularExpressions;

namespace Crm.Headless.Server.Plugins.Packages;

/// <summary>
/// What a package may not bring: the SDK and what the host shares with its plugins. A copy would never be used, and shows a build that
/// went wrong. The build target of the SDK leaves the same ones out.
/// </summary>
static partial class HostAssemblies
{
    public static bool Includes(string path) => Pattern().IsMatch(path[(path.LastIndexOf('/') + 1)..]);

    [GeneratedRegex(
        @"^(crm|Crm\.Headless\.(Sdk|Sdk\.Testing|Sdk\.Build|GraphQL|GraphQL\.Abstractions)|Microsoft\.EntityFrameworkCore(\..*)?"
        + @"|Microsoft\.Extensions\.(Caching|Configuration|DependencyInjection|Logging|Options|Primitives)(\.Abstractions|\.Memory)?)\.dll$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}
