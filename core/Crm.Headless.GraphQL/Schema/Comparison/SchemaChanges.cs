namespace Crm.Headless.GraphQL.Schema;

/// <summary>The changes that were found, and how what every element can have is compared.</summary>
sealed class SchemaChanges
{
    readonly List<SchemaChange> _found = [];

    public IReadOnlyList<SchemaChange> Found => _found;

    public void Add(ChangeKind kind, string coordinate, string message) => _found.Add(new(kind, coordinate, message));

    /// <summary>
    /// Members by name: those that are gone break, those that stay are compared, those that are new are as bad as they are.
    /// </summary>
    public void Compare<T>(
        IReadOnlyDictionary<string, T> before, IReadOnlyDictionary<string, T> after, string prefix, string what,
        Action<string, T, T> compare, Func<T, ChangeKind> whenAdded, string suffix = "")
    {
        foreach (var (name, old) in before)
        {
            if (after.TryGetValue(name, out var now)) compare(name, old, now);
            else Add(ChangeKind.Breaking, prefix + name + suffix, $"{what} \"{prefix}{name}{suffix}\" was removed.");
        }
        foreach (var (name, now) in after)
            if (!before.ContainsKey(name))
                Add(whenAdded(now), prefix + name + suffix, $"{Describe(whenAdded(now), what)} \"{prefix}{name}{suffix}\" was added.");
    }

    public void CompareDescriptions(string coordinate, string what, string? before, string? after)
    {
        if (before == after) return;
        var change = before is null ? "got a description" : after is null ? "lost its description" : "changed its description";
        Add(ChangeKind.Safe, coordinate, $"{what} \"{coordinate}\" {change}.");
    }

    public void CompareDeprecations(string coordinate, string what, string? before, string? after)
    {
        if (before == after) return;
        var change = before is null ? "was deprecated" : after is null ? "is no longer deprecated"
            : $"changed the reason of its deprecation from \"{before}\" to \"{after}\"";
        Add(ChangeKind.Safe, coordinate, $"{what} \"{coordinate}\" {change}.");
    }

    /// <summary>For those who don't have the scope, what needs it doesn't exist.</summary>
    public void CompareScopes(string coordinate, string what, string? before, string? after)
    {
        if (before == after) return;
        Add(after is null ? ChangeKind.Safe : ChangeKind.Breaking, coordinate,
            $"{what} \"{coordinate}\" needs {(after is null ? "no scope of its own any more" : $"the scope \"{after}\"")}{(before is null ? "" : $", and not \"{before}\"")}.");
    }

    /// <summary>Without the right to personal data, what is personal is masked or gone, and nothing is filtered or ordered by it.</summary>
    public void ComparePersonal(string coordinate, string what, bool before, bool after)
    {
        if (before == after) return;
        Add(after ? ChangeKind.Breaking : ChangeKind.Safe, coordinate, $"{what} \"{coordinate}\" {(after ? "became" : "is no longer")} personal data.");
    }

    public void CompareMembers(string coordinate, string what, bool before, bool after)
    {
        if (before == after) return;
        Add(after ? ChangeKind.Safe : ChangeKind.Breaking, coordinate, $"{what} \"{coordinate}\" {(after ? "is there for members now" : "is no longer there for members")}.");
    }

    static string Describe(ChangeKind kind, string what) =>
        kind == ChangeKind.Breaking ? "Required " + char.ToLowerInvariant(what[0]) + what[1..] : what;
}
