namespace Crm.Headless.GraphQL.Schema;

/// <summary>Sections 3.6 and 3.7: an object or interface type has fields, of output types, with arguments of input types.</summary>
static class FieldRules
{
    public static void Check(SchemaProblems problems, FieldsType type)
    {
        if (type.Fields.Count == 0)
            problems.Add($"{SchemaProblems.Name("Type", type.Name, type.Owner)} must define one or more fields.", type.Syntax);
        foreach (var field in type.Fields.Values) Check(problems, $"{type}.{field.Name}", field);
    }

    static void Check(SchemaProblems problems, string coordinate, Field field)
    {
        NameRules.Check(problems, "Field", coordinate, field.Name, field.Owner, field.Syntax?.Name);
        if (!field.Type.IsOutput)
            problems.Add($"{SchemaProblems.Name("Field", coordinate, field.Owner)} must return an output type, but \"{field.Type}\" is an "
                + "input type. Return a scalar, enum, object, interface or union.", field.Syntax?.Type);
        foreach (var argument in field.Arguments.Values)
            InputValueRules.Check(problems, "Argument", $"{coordinate}({argument.Name}:)", argument);
    }
}
