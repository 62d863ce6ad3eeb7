namespace Crm.Headless.GraphQL.Schema;

/// <summary>
/// Sections 3.6 and 3.7: a type keeps what the interfaces promise that it implements, IsValidImplementation() of the spec.
/// </summary>
static class InterfaceRules
{
    public static void Check(SchemaProblems problems, FieldsType type)
    {
        var name = SchemaProblems.Name("Type", type.Name, type.Owner);
        foreach (var twice in type.Interfaces.GroupBy(face => face).Where(group => group.Count() > 1))
            problems.Add($"{name} can only implement \"{twice.Key}\" once.", type.Syntax);

        foreach (var face in type.Interfaces.Distinct())
        {
            if (face == type)
                problems.Add($"{name} cannot implement itself because it would create a circular reference.", type.Syntax);
            else
                CheckImplementation(problems, type, face, name);
        }
    }

    static void CheckImplementation(SchemaProblems problems, FieldsType type, InterfaceType face, string name)
    {
        // 1. If implementedType declares it implements any interfaces, type must also declare it implements those interfaces.
        foreach (var inherited in face.Interfaces.Except(type.Interfaces))
            problems.Add(inherited == type
                ? $"{name} cannot implement \"{face}\" because it would create a circular reference."
                : $"{name} must implement \"{inherited}\" because it is implemented by \"{face}\".", type.Syntax);

        // 2. type must include a field of the same name for every field defined in implementedType.
        foreach (var promised in face.Fields.Values)
        {
            if (type.Fields.TryGetValue(promised.Name, out var field)) CheckField(problems, type, face, field, promised);
            else problems.Add($"{name} must define the field \"{promised.Name}\" because \"{face}\" does.", type.Syntax);
        }
    }

    static void CheckField(SchemaProblems problems, FieldsType type, InterfaceType face, Field field, Field promised)
    {
        var name = SchemaProblems.Name("Field", $"{type}.{field.Name}", field.Owner);
        var promise = $"\"{face}.{promised.Name}\"";
        // 2.5 field must return a type which is equal to or a sub-type of (covariant) the return type of implementedField.
        if (!TypeRelations.IsSubType(problems.Schema, field.Type, promised.Type))
            problems.Add($"{name} is of type \"{field.Type}\", but {promise} promises \"{promised.Type}\". Return that type or a sub-type.",
                field.Syntax?.Type);
        // 2.6 If field is deprecated then implementedField must also be deprecated.
        if (field.DeprecationReason is not null && promised.DeprecationReason is null)
            problems.Add($"{name} is deprecated, but {promise} is not. Deprecate it there too.", field.Syntax);
        CheckArguments(problems, field, promised, name, promise);
    }

    static void CheckArguments(SchemaProblems problems, Field field, Field promised, string name, string promise)
    {
        // 2.3 field must include an argument of the same name and type (invariant) for every argument defined in implementedField.
        foreach (var expected in promised.Arguments.Values)
        {
            if (!field.Arguments.TryGetValue(expected.Name, out var argument))
                problems.Add($"{name} must have the argument \"{expected.Name}\" because {promise} has it.", field.Syntax);
            else if (!TypeRelations.AreSame(argument.Type, expected.Type))
                problems.Add($"{name}: its argument \"{argument.Name}\" is of type \"{argument.Type}\", but {promise} promises "
                    + $"\"{expected.Type}\". Both must be the same.", argument.Syntax?.Type);
        }
        // 2.4 field may include additional arguments, but any additional argument must not be required.
        foreach (var argument in field.Arguments.Values)
            if (argument.IsRequired && !promised.Arguments.ContainsKey(argument.Name))
                problems.Add($"{name}: its argument \"{argument.Name}\" must not be required because {promise} doesn't have it. "
                    + "Make it nullable or give it a default value.", argument.Syntax);
    }
}
