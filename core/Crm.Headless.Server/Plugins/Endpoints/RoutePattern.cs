namespace Crm.Headless.Server.Plugins.Endpoints;

/// <summary>Literal segments, <c>{name}</c> for one segment, and <c>{*name}</c> at the end for the rest.</summary>
sealed class RoutePattern
{
    readonly string[] _segments;

    RoutePattern(string[] segments) => _segments = segments;

    /// <returns>Null: it isn't one.</returns>
    public static RoutePattern? TryParse(string text)
    {
        var segments = text.Length == 0 ? [] : text.Split('/');
        var names = segments.Where(segment => segment.StartsWith('{')).Select(NameOf).ToList();
        var isOne = segments.Index().All(at => IsSegment(at.Item, isLast: at.Index == segments.Length - 1)) && names.Distinct().Count() == names.Count;
        return isOne ? new(segments) : null;
    }

    /// <summary>What its names stand for in this path; null: it doesn't fit.</summary>
    public IReadOnlyDictionary<string, string>? Match(string path)
    {
        var given = path.Length == 0 ? [] : path.Split('/');
        var values = new Dictionary<string, string>();
        for (var i = 0; i < _segments.Length; i++)
        {
            if (IsRest(_segments[i]))
            {
                values[NameOf(_segments[i])] = string.Join('/', given.Skip(i));
                return values;
            }
            if (i >= given.Length) return null;
            if (_segments[i].StartsWith('{')) values[NameOf(_segments[i])] = given[i];
            else if (_segments[i] != given[i]) return null;
        }
        return given.Length == _segments.Length ? values : null;
    }

    static bool IsSegment(string segment, bool isLast) => segment switch
    {
        "" or "." or ".." => false,
        ['{', .., '}'] => NameOf(segment) is { Length: > 0 } name && name.All(char.IsAsciiLetterOrDigit) && (isLast || !IsRest(segment)),
        _ => segment.All(c => char.IsAsciiLetterOrDigit(c) || "-._~".Contains(c)),
    };

    static bool IsRest(string segment) => segment.StartsWith("{*");

    static string NameOf(string segment) => segment.Trim('{', '}', '*');
}
