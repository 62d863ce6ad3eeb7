using System.Globalization;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>The changes of the fields of one type: they may promise more, and not less.</summary>
sealed class FieldComparison(SchemaChanges changes)
{
    public void Compare(FieldsType before, FieldsType after) => changes.Compare(before.Fields, after.Fields, before.Name + ".", "Field", (name, old, now) =>
    {
        var coordinate = $"{before.Name}.{name}";
        Compare(coordinate, old, now);
        changes.CompareMembers(coordinate, "Field", AllowsMembers(before, old), AllowsMembers(after, now));
    }, _ => ChangeKind.Safe);

    void Compare(string coordinate, Field before, Field after)
    {
        if (!TypeRelations.HaveSameName(before.Type, after.Type))
            changes.Add(TypeRelations.IsSafeOutput(before.Type, after.Type) ? ChangeKind.Safe : ChangeKind.Breaking, coordinate,
                $"Field \"{coordinate}\" changed its type from \"{before.Type}\" to \"{after.Type}\".");
        changes.CompareScopes(coordinate, "Field", before.Scope, after.Scope);
        changes.ComparePersonal(coordinate, "Field", before.IsPersonal, after.IsPersonal);
        CompareMasks(coordinate, before.Masks, after.Masks);
        changes.CompareDescriptions(coordinate, "Field", before.Description, after.Description);
        changes.CompareDeprecations(coordinate, "Field", before.DeprecationReason, after.DeprecationReason);
        CompareCosts(coordinate, "cost", before.Cost, after.Cost);
        CompareCosts(coordinate, "list size", before.ListSize ?? 1, after.ListSize ?? 1);
        new InputComparison(changes).Compare(before.Arguments, after.Arguments, coordinate + "(", "Argument", ":)");
    }

    void CompareMasks(string coordinate, IReadOnlyList<FieldMask> before, IReadOnlyList<FieldMask> after)
    {
        foreach (var mask in after.Except(before))
            changes.Add(ChangeKind.Breaking, coordinate, $"Field \"{coordinate}\" is masked without the scope {mask.Scope}.");
        foreach (var mask in before.Except(after))
            changes.Add(ChangeKind.Safe, coordinate, $"Field \"{coordinate}\" is no longer masked without the scope {mask.Scope}.");
    }

    // An operation that is still valid may cost more than its client may spend.
    void CompareCosts(string coordinate, string what, double before, double after)
    {
        if (before == after) return;
        changes.Add(after > before ? ChangeKind.Dangerous : ChangeKind.Safe, coordinate,
            string.Create(CultureInfo.InvariantCulture, $"Field \"{coordinate}\" changed its {what} from {before} to {after}."));
    }

    static bool AllowsMembers(FieldsType type, Field field) => field.AllowsMembers ?? !type.IsRow;
}
