using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Testing.Conformance;

/// <summary>That all that the plugin adds is described, and hidden from those who may not use it.</summary>
static class DescriptionChecks
{
    public static IEnumerable<string> Find(GraphQLSchema schema, string plugin)
    {
        var own = schema.Types.Values.Where(type => type.Owner.Id == plugin && !OwnFields.IsGenerated(type)).ToList();
        var fields = OwnFields.Of(schema, plugin).Where(one => !OwnFields.IsGenerated(one.Type)).ToList();
        return
        [
            .. from type in own where IsMissing(type.Description) select $"The type {type.Name} has no description. Write a /// summary on its class.",
            .. from one in fields
               where IsMissing(one.Field.Description)
               select $"The field {one.Type.Name}.{one.Field.Name} has no description. Write a /// summary on its member.",
            .. from one in fields
               from argument in one.Field.Arguments.Values
               where argument.Owner.Id == plugin && IsMissing(argument.Description) && !IsInput(argument)
               select $"The argument {one.Type.Name}.{one.Field.Name}({argument.Name}:) has no description. Write a /// param on its method.",
            .. from input in own.OfType<InputObjectType>()
               from field in input.Fields.Values
               where IsMissing(field.Description)
               select $"The input field {input.Name}.{field.Name} has no description. Write a /// summary on its property, or a /// param on its record.",
            .. from values in own.OfType<EnumType>()
               from value in values.Values.Values
               where IsMissing(value.Description)
               select $"The enum value {values.Name}.{value.Name} has no description. Write a /// summary on it.",
            .. Shown(schema, plugin),
        ];
    }

    static IEnumerable<string> Shown(GraphQLSchema schema, string plugin)
    {
        foreach (var (type, field) in OwnFields.Of(schema, plugin))
        {
            if (field.Scope is not { } scope) continue;
            var view = SchemaView.Of(schema, Access.Of(SchemaView.ScopesOf(schema).Where(other => other != scope)));
            if (view.TryGetType(type.Name, out var there) && there is FieldsType seen && seen.Fields.ContainsKey(field.Name))
                yield return $"The field {type.Name}.{field.Name} needs the scope {scope} and exists for those who have every other one. Put [Authorize(\"{scope}\")] on it.";
        }
    }

    // The one argument of a mutation, whose type says it all.
    static bool IsInput(InputValue argument) => argument.Name == "input";

    static bool IsMissing(string? description) => string.IsNullOrWhiteSpace(description);
}
