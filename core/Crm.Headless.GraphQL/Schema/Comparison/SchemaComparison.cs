using Crm.Headless.GraphQL.Language;

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
        foreach (var operation in Enum.GetValues<OperationType>()) CompareRoots(changes, operation, before.RootOf(operation), after.RootOf(operation));
        changes.Compare(Defined(before), Defined(after), "", "Type",
            (_, old, now) => new TypeComparison(changes).Compare(old, now), _ => ChangeKind.Safe);
        changes.Compare(before.Directives, after.Directives, "@", "Directive",
            (name, old, now) => new DirectiveComparison(changes).Compare("@" + name, old, now), _ => ChangeKind.Safe);
        return changes.Found;
    }

    static void CompareRoots(SchemaChanges changes, OperationType operation, ObjectType? before, ObjectType? after)
    {
        if (before?.Name == after?.Name) return;
        var what = operation.ToString().ToLowerInvariant();
        changes.Add(before is null ? ChangeKind.Safe : ChangeKind.Breaking, (before ?? after)!.Name,
            $"The root of {what} operations is {after?.Name ?? "gone"}{(before is null ? "" : $", and was {before.Name}")}.");
    }

    // A built-in scalar that nothing uses isn't listed, and no operation could use it either.
    static FieldMap<NamedType> Defined(GraphQLSchema schema) =>
        new(schema.Types.Values.Where(type => !SchemaBuiltIns.Contains(type)), type => type.Name);
}
