using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Coercion;

/// <summary>Coerces a literal, with the variables inside it, to its type (the "input coercion" rules of spec section 3).</summary>
sealed class LiteralCoercion(DefaultValues defaults, VariableValues variables, InputErrors errors)
{
    public object? Coerce(ValueNode literal, GraphQLType type)
    {
        if (literal is VariableNode variable) return CoerceVariable(variable, type);
        if (literal is NullValueNode)
            return type.IsNonNull ? errors.Add($"Expected value of non-null type \"{type}\" not to be null.") : null;
        return type.Nullable switch
        {
            ListType list => CoerceList(literal, list),
            InputObjectType map => CoerceObject(literal, map),
            EnumType names => CoerceEnum(literal, names),
            ScalarType scalar => CoerceScalar(literal, scalar),
            var other => throw new InvalidOperationException($"{other} is no input type."),
        };
    }

    // Its value is already coerced to its own type, and validation has made sure that it may stand here (spec section 5.8.5).
    object? CoerceVariable(VariableNode variable, GraphQLType type)
    {
        var name = variable.Name.Value;
        if (!variables.TryGet(name, out var value))
            return type.IsNonNull
                ? errors.Add($"Expected variable \"${name}\" provided to type \"{type}\" to provide a runtime value.")
                : null;
        if (value is null && type.IsNonNull)
            errors.Add($"Expected variable \"${name}\" provided to non-null type \"{type}\" not to be null.");
        return value;
    }

    object?[] CoerceList(ValueNode literal, ListType list)
    {
        if (literal is not ListValueNode nodes) return [Coerce(literal, list.OfType)];
        var items = new object?[nodes.Items.Count];
        for (var i = 0; i < items.Length && !errors.IsFull; i++)
        {
            var before = errors.Count;
            items[i] = Coerce(nodes.Items[i], list.OfType);
            if (errors.Count > before) errors.Inside(i, before);
        }
        return items;
    }

    object? CoerceObject(ValueNode literal, InputObjectType type)
    {
        if (literal is not ObjectValueNode map)
            return errors.Add($"Expected value of type \"{type}\" to be an object, found: {InputErrors.Show(literal)}.");
        var start = errors.Count;
        var values = new Dictionary<string, object?>(map.Fields.Count);
        foreach (var entry in map.Fields)
        {
            if (errors.IsFull) return null;
            if (!type.Fields.TryGetValue(entry.Name.Value, out var field))
            {
                errors.AddUnknownField(type, entry.Name.Value, InputErrors.Show(literal));
                continue;
            }
            if (IsAbsent(entry.Value) && !MustBeGiven(type, field)) continue;
            var before = errors.Count;
            values[field.Name] = Coerce(entry.Value, field.Type);
            if (errors.Count > before) errors.Inside(field.Name, before);
        }
        return InputObject.Complete(type, values, () => InputErrors.Show(literal), defaults, errors, start);
    }

    // Spec section 3.10: an unprovided variable leaves the field out, so that its default applies.
    bool IsAbsent(ValueNode value) => value is VariableNode variable && !variables.TryGet(variable.Name.Value, out _);

    static bool MustBeGiven(InputObjectType type, InputValue field) => type.IsOneOf || field.IsRequired;

    object? CoerceEnum(ValueNode literal, EnumType type)
    {
        if (literal is not EnumValueNode name)
            return errors.Add($"Enum \"{type}\" cannot represent non-enum value: {InputErrors.Show(literal)}.");
        return type.Values.TryGetValue(name.Value, out var value)
            ? value.Value
            : errors.Add($"Value \"{InputErrors.Show(name.Value)}\" does not exist in \"{type}\" enum.");
    }

    object? CoerceScalar(ValueNode literal, ScalarType type)
    {
        try
        {
            return type.ParseLiteral(variables.ReplaceIn(literal));
        }
        catch (CoercionException refusal)
        {
            return errors.Add(refusal.Message);
        }
    }
}
