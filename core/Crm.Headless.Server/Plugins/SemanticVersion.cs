using System.Text.RegularExpressions;

namespace Crm.Headless.Server.Plugins;

/// <summary>A version as semver.org writes it; the build part behind <c>+</c> doesn't count.</summary>
sealed partial record SemanticVersion(int Major, int Minor, int Patch, string Prerelease = "") : IComparable<SemanticVersion>
{
    public static SemanticVersion? TryParse(string? text)
    {
        var match = Pattern().Match(text ?? "");
        return match.Success
            && TryNumber(match.Groups[1], out var major)
            && TryNumber(match.Groups[2], out var minor)
            && TryNumber(match.Groups[3], out var patch)
            ? new(major, minor, patch, match.Groups[4].Value)
            : null;
    }

    public static SemanticVersion Of(Version version) => new(version.Major, version.Minor, Math.Max(version.Build, 0));

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null) return 1;
        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return numbers != 0 ? numbers : ComparePrerelease(Prerelease, other.Prerelease);
    }

    public override string ToString() => $"{Major}.{Minor}.{Patch}{(Prerelease is "" ? "" : "-" + Prerelease)}";

    // semver.org, 11: no prerelease is the highest; numbers are below words; fewer parts are below more.
    static int ComparePrerelease(string left, string right)
    {
        if (left is "" || right is "") return (left is "").CompareTo(right is "");
        string[] lefts = left.Split('.'), rights = right.Split('.');
        for (var i = 0; i < Math.Min(lefts.Length, rights.Length); i++)
        {
            var order = (long.TryParse(lefts[i], out var a), long.TryParse(rights[i], out var b)) switch
            {
                (true, true) => a.CompareTo(b),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(lefts[i], rights[i]),
            };
            if (order != 0) return order;
        }
        return lefts.Length.CompareTo(rights.Length);
    }

    static bool TryNumber(Group group, out int number)
    {
        number = 0;
        return !group.Success || int.TryParse(group.Value, out number);
    }

    [GeneratedRegex(@"^(0|[1-9]\d*)(?:\.(0|[1-9]\d*))?(?:\.(0|[1-9]\d*))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$")]
    private static partial Regex Pattern();
}
