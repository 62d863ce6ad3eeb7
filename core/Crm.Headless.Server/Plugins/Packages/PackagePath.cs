using System.Text.RegularExpressions;

namespace Crm.Headless.Server.Plugins.Packages;

/// <summary>
/// Which names the files of a package may have: those that mean the same file on every system, inside the folder that they are
/// unpacked to.
/// </summary>
static partial class PackagePath
{
    const int MaxLength = 200;

    /// <summary>What is wrong with the name; null when nothing is.</summary>
    public static string? Fault(string name) => name switch
    {
        "" => "is empty",
        _ when name.Length > MaxLength => $"has more than {MaxLength} characters",
        _ when name.Contains('\\') => "has a backslash",
        _ when name[0] == '/' || name.Contains(':') => "is not relative",
        _ when !IsPlain(name) => "has a character that not every file system has",
        _ => name.Split('/').Select(FaultOfPart).FirstOrDefault(fault => fault is not null),
    };

    static string? FaultOfPart(string part) => part switch
    {
        "" => "has an empty part",
        "." or ".." => "leaves its folder",
        _ when part[^1] is '.' or ' ' || part[0] == ' ' => "has a part that begins or ends with a space or ends with a dot",
        _ when Device().IsMatch(part) => "is the name of a device on Windows",
        _ => null,
    };

    // Normalized, because some file systems take é and e with an accent for the same name.
    static bool IsPlain(string name) =>
        !name.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '"' or '*' or '<' or '>' or '?' or '|' or '\uFFFD' or >= '\uFFFE')
        && name.IsNormalized();

    [GeneratedRegex(@"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Device();
}
