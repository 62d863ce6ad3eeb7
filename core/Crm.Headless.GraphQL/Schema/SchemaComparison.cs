namespace Crm.Headless.GraphQL.Schema;

/// <summary>What a change of a schema means for the clients that exist.</summary>
public enum ChangeKind
{
    /// <summary>Every valid operation stays valid and means the same.</summary>
    Safe,

    /// <summary>Every valid operation stays valid, but may meet answers it doesn't expect, such as a new enum value.</summary>
    Dangerous,

    /// <summary>Some valid operation becomes invalid.</summary>
    Breaking,
}

/// <param name="Coordinate">The element that changed, as a schema coordinate.</param>
public sealed record SchemaChange(ChangeKind Kind, string Coordinate, string Message)
{
    public override string ToString() => $"{Kind}: {Message}";
}

/// <summary>Finds the changes between two versions of a schema, so that a plugin's update can be judged before it is installed.</summary>
public static class SchemaComparison
{
    /// <summary>All changes, in the order of the old schema; what is new comes last within its owner.</summary>
    public static IReadOnlyList<SchemaChange> Compare(GraphQLSchema before, GraphQLSchema after)
    {
        var changes = new SchemaChanges();
        changes.Compare(before.Types, after.Types, "", "Type",
            (name, old, now) => new TypeComparison(changes).Compare(name, old, now), _ => ChangeKind.Safe);
        changes.Compare(before.Directives, after.Directives, "@", "Directive",
            (name, old, now) => new DirectiveComparison(changes).Compare("@" + name, old, now), _ => ChangeKind.Safe);
        return changes.Found;
    }
}

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

    static string Describe(ChangeKind kind, string what) =>
        kind == ChangeKind.Breaking ? "Required " + char.ToLowerInvariant(what[0]) + what[1..] : what;
}
