namespace Crm.Headless.GraphQL.Schema;

/// <summary>The changes of one type.</summary>
sealed class TypeComparison(SchemaChanges changes)
{
    public void Compare(NamedType before, NamedType after)
    {
        var name = before.Name;
        changes.CompareDescriptions(name, "Type", before.Description, after.Description);
        changes.CompareScopes(name, "Type", before.Scope, after.Scope);
        changes.ComparePersonal(name, "Type", before.IsPersonal, after.IsPersonal);
        switch (before, after)
        {
            case (FieldsType old, FieldsType now) when old.GetType() == now.GetType():
                CompareMembers(name, "Interface", old.Interfaces, now.Interfaces);
                new FieldComparison(changes).Compare(old, now);
                break;
            case (UnionType old, UnionType now):
                CompareMembers(name, "Union member", old.Types, now.Types);
                break;
            case (EnumType old, EnumType now):
                changes.Compare(old.Values, now.Values, name + ".", "Enum value", (value, a, b) => Compare($"{name}.{value}", a, b), _ => ChangeKind.Dangerous);
                break;
            case (InputObjectType old, InputObjectType now):
                Compare(old, now);
                break;
            case (ScalarType old, ScalarType now):
                Compare(old, now);
                break;
            default:
                changes.Add(ChangeKind.Breaking, name, $"Type \"{name}\" was {KindOf(before)} and became {KindOf(after)}.");
                break;
        }
    }

    void Compare(string coordinate, EnumValue before, EnumValue after)
    {
        changes.CompareDescriptions(coordinate, "Enum value", before.Description, after.Description);
        changes.CompareDeprecations(coordinate, "Enum value", before.DeprecationReason, after.DeprecationReason);
    }

    void Compare(InputObjectType before, InputObjectType after)
    {
        if (before.IsOneOf != after.IsOneOf)
            changes.Add(after.IsOneOf ? ChangeKind.Breaking : ChangeKind.Safe, before.Name,
                $"Input object \"{before.Name}\" {(after.IsOneOf ? "became a oneOf" : "is no longer a oneOf")}.");
        new InputComparison(changes).Compare(before.Fields, after.Fields, before.Name + ".", "Input field", "");
    }

    // What the URL says of its values, clients may rely on.
    void Compare(ScalarType before, ScalarType after)
    {
        var (old, now) = (before.SpecifiedBy?.OriginalString, after.SpecifiedBy?.OriginalString);
        if (old != now)
            changes.Add(old is null ? ChangeKind.Safe : ChangeKind.Dangerous, before.Name,
                $"Scalar \"{before.Name}\" is specified by {now ?? "nothing"}, and was by {old ?? "nothing"}.");
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

    static string KindOf(NamedType type) => type switch
    {
        ObjectType => "an object",
        InterfaceType => "an interface",
        UnionType => "a union",
        EnumType => "an enum",
        InputObjectType => "an input object",
        _ => "a scalar",
    };
}
