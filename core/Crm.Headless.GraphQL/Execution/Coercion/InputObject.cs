using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Coercion;

/// <summary>What literals and JSON have in common once the given fields of an input object are coerced (spec section 3.10).</summary>
static class InputObject
{
    /// <param name="start">The number of errors before this object.</param>
    public static object? Complete(
        InputObjectType type, Dictionary<string, object?> values, Func<string> show, DefaultValues defaults, InputErrors errors, int start)
    {
        foreach (var field in type.Fields.Values)
        {
            if (values.ContainsKey(field.Name)) continue;
            if (field.DefaultValue is not null) values[field.Name] = defaults.Of(field);
            else if (field.Type.IsNonNull)
                errors.Add($"Expected value of type \"{type}\" to include required field \"{field.Name}\", found: {show()}.");
        }
        foreach (var hidden in type.Hidden)
            if (hidden.DefaultValue is not null) values[hidden.Name] = defaults.Of(hidden);
        if (errors.Count == start && type.IsOneOf) CheckOneOf(type, values, errors);
        return errors.Count > start ? null : Create(type, values, errors);
    }

    // Spec section 3.10.1.
    static void CheckOneOf(InputObjectType type, Dictionary<string, object?> values, InputErrors errors)
    {
        if (values.Count != 1)
            errors.Add($"Exactly one key must be specified for OneOf type \"{type}\".");
        else if (values.First() is (var name, null))
            errors.Add($"Field \"{name}\" for OneOf type \"{type}\" must be non-null.");
    }

    static object? Create(InputObjectType type, Dictionary<string, object?> values, InputErrors errors)
    {
        if (type.Create is null) return values;
        try
        {
            return type.Create(values);
        }
        catch (CoercionException refusal)
        {
            return errors.Add(refusal.Message);
        }
    }
}
