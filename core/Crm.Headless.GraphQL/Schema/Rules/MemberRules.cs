namespace Crm.Headless.GraphQL.Schema;

/// <summary>Sections 3.8 and 3.9: a union has members and an enum has values, each once.</summary>
static class MemberRules
{
    public static void Check(SchemaProblems problems, UnionType union)
    {
        var name = SchemaProblems.Name("Union", union.Name, union.Owner);
        if (union.Types.Count == 0) problems.Add($"{name} must define one or more member types.", union.Syntax);
        foreach (var twice in union.Types.GroupBy(type => type).Where(group => group.Count() > 1))
            problems.Add($"{name} can only include the type \"{twice.Key}\" once.", union.Syntax);
    }

    public static void Check(SchemaProblems problems, EnumType type)
    {
        if (type.Values.Count == 0)
            problems.Add($"{SchemaProblems.Name("Enum", type.Name, type.Owner)} must define one or more values.", type.Syntax);
        foreach (var value in type.Values.Values) Check(problems, type, value);
    }

    // EnumValue : Name but not `true`, `false` or `null`
    static void Check(SchemaProblems problems, EnumType type, EnumValue value)
    {
        var coordinate = $"{type}.{value.Name}";
        NameRules.Check(problems, "Enum value", coordinate, value.Name, value.Owner, type.Syntax);
        if (value.Name is "true" or "false" or "null")
            problems.Add($"{SchemaProblems.Name("Enum value", coordinate, value.Owner)} has a name that is reserved. Choose another name.",
                type.Syntax);
    }
}
