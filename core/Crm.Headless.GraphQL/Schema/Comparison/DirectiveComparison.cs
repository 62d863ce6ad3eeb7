namespace Crm.Headless.GraphQL.Schema;

/// <summary>The changes of one directive.</summary>
sealed class DirectiveComparison(SchemaChanges changes)
{
    public void Compare(string coordinate, DirectiveType before, DirectiveType after)
    {
        changes.CompareDescriptions(coordinate, "Directive", before.Description, after.Description);
        new InputComparison(changes).Compare(before.Arguments, after.Arguments, coordinate + "(", "Argument", ":)", whenOptional: ChangeKind.Safe);
        if (before.IsRepeatable != after.IsRepeatable)
            changes.Add(after.IsRepeatable ? ChangeKind.Safe : ChangeKind.Breaking, coordinate,
                $"Directive \"{coordinate}\" {(after.IsRepeatable ? "may now" : "can no longer")} be repeated.");
        foreach (var gone in before.Locations.Except(after.Locations))
            changes.Add(ChangeKind.Breaking, coordinate, $"Directive \"{coordinate}\" may no longer be used on {gone}.");
        foreach (var added in after.Locations.Except(before.Locations))
            changes.Add(ChangeKind.Safe, coordinate, $"Directive \"{coordinate}\" may now be used on {added}.");
    }
}
