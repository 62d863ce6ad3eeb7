using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>The changes of one type.</summary>
sealed class TypeComparison(SchemaChanges changes)
{
    public void Compare(string name, NamedType before, NamedType after)
    {
        switch (before, after)
        {
            case (FieldsType old, FieldsType now) when old.GetType() == now.GetType():
                Compare(old, now);
                break;
            case (UnionType old, UnionType now):
                CompareMembers(name, "Union member", old.Types, now.Types);
                break;
            case (EnumType old, EnumType now):
                changes.Compare(old.Values, now.Values, name + ".", "Enum value", (_, _, _) => { }, _ => ChangeKind.Dangerous);
                break;
            case (InputObjectType old, InputObjectType now):
                Compare(old, now);
                break;
            case (ScalarType, ScalarType):
                break;
            default:
                changes.Add(ChangeKind.Breaking, name, $"Type \"{name}\" became a type of another kind.");
                break;
        }
    }

    void Compare(FieldsType before, FieldsType after)
    {
        CompareScopes(before.Name, "Type", before.Scope, after.Scope);
        CompareMembers(before.Name, "Interface", before.Interfaces, after.Interfaces);
        changes.Compare(before.Fields, after.Fields, before.Name + ".", "Field",
            (name, old, now) => Compare($"{before.Name}.{name}", old, now), _ => ChangeKind.Safe);
    }

    void Compare(string coordinate, Field before, Field after)
    {
        if (!TypeRelations.IsSafeOutput(before.Type, after.Type))
            changes.Add(
                ChangeKind.Breaking, coordinate, $"Field \"{coordinate}\" changed its type from \"{before.Type}\" to \"{after.Type}\".");
        else if (!TypeRelations.HaveSameName(before.Type, after.Type))
            changes.Add(
                ChangeKind.Safe, coordinate, $"Field \"{coordinate}\" changed its type from \"{before.Type}\" to \"{after.Type}\".");
        CompareScopes(coordinate, "Field", before.Scope, after.Scope);
        if (before.DeprecationReason is null && after.DeprecationReason is not null)
            changes.Add(ChangeKind.Safe, coordinate, $"Field \"{coordinate}\" was deprecated.");
        new InputComparison(changes).Compare(before.Arguments, after.Arguments, coordinate + "(", "Argument", ":)");
    }

    // For those who don't have the scope, what needs it doesn't exist.
    void CompareScopes(string coordinate, string what, string? before, string? after)
    {
        if (before == after) return;
        changes.Add(after is null ? ChangeKind.Safe : ChangeKind.Breaking, coordinate,
            $"{what} \"{coordinate}\" needs {(after is null ? "no scope of its own any more" : $"the scope \"{after}\"")}{(before is null ? "" : $", and not \"{before}\"")}.");
    }

    void Compare(InputObjectType before, InputObjectType after)
    {
        if (!before.IsOneOf && after.IsOneOf)
            changes.Add(ChangeKind.Breaking, before.Name, $"Input object \"{before.Name}\" became a oneOf.");
        new InputComparison(changes).Compare(before.Fields, after.Fields, before.Name + ".", "Input field", "");
    }

    // A new member or interface can turn up in answers to operations that don't expect it.
    void CompareMembers(string name, string what, IEnumerable<NamedType> before, IEnumerable<NamedType> after)
    {
        var (old, now) = (before.Select(type => type.Name).ToList(), after.Select(type => type.Name).ToList());
        foreach (var gone in old.Except(now))
            changes.Add(ChangeKind.Breaking, name, $"{what} \"{gone}\" was removed from \"{name}\".");
        foreach (var added in now.Except(old))
            changes.Add(ChangeKind.Dangerous, name, $"{what} \"{added}\" was added to \"{name}\".");
    }
}

/// <summary>The changes of arguments and input fields: they may ask for less, and not for more.</summary>
sealed class InputComparison(SchemaChanges changes)
{
    public void Compare(
        IReadOnlyDictionary<string, InputValue> before, IReadOnlyDictionary<string, InputValue> after,
        string prefix, string what, string suffix) =>
        changes.Compare(before, after, prefix, what, (name, old, now) => Compare(prefix + name + suffix, what, old, now),
            added => added.IsRequired ? ChangeKind.Breaking : ChangeKind.Dangerous, suffix);

    void Compare(string coordinate, string what, InputValue before, InputValue after)
    {
        if (!TypeRelations.IsSafeInput(before.Type, after.Type))
            changes.Add(
                ChangeKind.Breaking, coordinate, $"{what} \"{coordinate}\" changed its type from \"{before.Type}\" to \"{after.Type}\".");
        else if (!TypeRelations.HaveSameName(before.Type, after.Type))
            changes.Add(
                ChangeKind.Safe, coordinate, $"{what} \"{coordinate}\" changed its type from \"{before.Type}\" to \"{after.Type}\".");
        var (old, now) = (Print(before.DefaultValue), Print(after.DefaultValue));
        if (old != now)
            changes.Add(old is null ? ChangeKind.Safe : ChangeKind.Dangerous, coordinate,
                $"{what} \"{coordinate}\" changed its default value from {old ?? "none"} to {now ?? "none"}.");
    }

    static string? Print(ValueNode? value) => value is null ? null : GraphQLPrinter.Print(value);
}

/// <summary>The changes of one directive.</summary>
sealed class DirectiveComparison(SchemaChanges changes)
{
    public void Compare(string coordinate, DirectiveType before, DirectiveType after)
    {
        new InputComparison(changes).Compare(before.Arguments, after.Arguments, coordinate + "(", "Argument", ":)");
        if (before.IsRepeatable && !after.IsRepeatable)
            changes.Add(ChangeKind.Breaking, coordinate, $"Directive \"{coordinate}\" can no longer be repeated.");
        foreach (var gone in before.Locations.Except(after.Locations))
            changes.Add(ChangeKind.Breaking, coordinate, $"Directive \"{coordinate}\" may no longer be used on {gone}.");
        foreach (var added in after.Locations.Except(before.Locations))
            changes.Add(ChangeKind.Safe, coordinate, $"Directive \"{coordinate}\" may now be used on {added}.");
    }
}
