namespace Crm.Headless.Server.Plugins;

/// <summary>
/// Which versions fit: conditions with a space or comma between them that all hold, such as <c>&gt;=1.2 &lt;2.0</c>. <c>^1.2</c> is 1.2 and
/// its compatible successors (<c>&lt;2.0</c>; <c>^0.1</c>: <c>&lt;0.2</c>); a bare version is meant exactly.
/// </summary>
sealed class VersionRange
{
    static readonly string[] Operators = [">=", "<=", ">", "<", "^", "="];
    readonly string _text;
    readonly List<(string Operator, SemanticVersion Version)> _conditions;

    VersionRange(string text, List<(string, SemanticVersion)> conditions) => (_text, _conditions) = (text, conditions);

    public static VersionRange? TryParse(string? text)
    {
        var conditions = new List<(string, SemanticVersion)>();
        foreach (var part in (text ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var sign = Operators.FirstOrDefault(part.StartsWith) ?? "";
            if (SemanticVersion.TryParse(part[sign.Length..]) is not { } version) return null;
            conditions.Add((sign, version));
        }
        return conditions.Count == 0 ? null : new(text!.Trim(), conditions);
    }

    public bool Contains(SemanticVersion version) =>
        _conditions.TrueForAll(condition => Fits(condition.Operator, condition.Version, version));

    public override string ToString() => _text;

    static bool Fits(string sign, SemanticVersion bound, SemanticVersion version) => sign switch
    {
        ">=" => version.CompareTo(bound) >= 0,
        "<=" => version.CompareTo(bound) <= 0,
        ">" => version.CompareTo(bound) > 0,
        "<" => version.CompareTo(bound) < 0,
        "^" => version.CompareTo(bound) >= 0 && version.Major == bound.Major && (bound.Major > 0 || version.Minor == bound.Minor),
        _ => version.CompareTo(bound) == 0,
    };
}
