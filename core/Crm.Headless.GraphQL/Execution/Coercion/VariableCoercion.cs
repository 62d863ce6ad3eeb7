using System.Text.Json;
using Crm.Headless.GraphQL.Execution.Running;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Planning;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Coercion;

/// <summary>CoerceVariableValues of spec section 6.1.2.</summary>
static class VariableCoercion
{
    /// <exception cref="GraphQLException">A value can't be coerced; one error per fault, with the code <c>BAD_USER_INPUT</c>.</exception>
    public static async ValueTask<VariableValues> CoerceAsync(OperationPlan plan, JsonElement given, DefaultValues defaults, PluginCalls plugins)
    {
        if (given.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined))
            throw new GraphQLException(Error("Variables must be an object.", []));
        if (plan.Variables.Count == 0) return VariableValues.None;

        var values = new VariableValues();
        var faults = new List<GraphQLError>();
        foreach (var variable in plan.Variables)
        {
            var errors = new InputErrors(InputErrors.Most - faults.Count);
            if (PluginOf(variable) is { } plugin) await plugins.CallAsync(plugin, (turns, ct) => turns.BeginAsync(_ => Coerce(), ct));
            else _ = Coerce();
            foreach (var (place, message) in errors.All)
                faults.Add(Error(
                    $"Variable \"${variable.Name}\" has invalid value{At(place)}: {message}", [plan.LocationOf(variable.Start)]));
            if (faults.Count >= InputErrors.Most) break;

            ValueTask<bool> Coerce()
            {
                VariableCoercion.Coerce(variable, given, values, defaults, errors);
                return new(true);
            }
        }
        return faults.Count == 0 ? values : throw new GraphQLException(faults);
    }

    /// <summary>Whose code makes the value; null: nobody's.</summary>
    static PluginCode? PluginOf(VariablePlan variable) =>
        variable.Type.Named is InputObjectType { Owner: { IsCore: false } plugin, Follows: null }
            ? new(plugin, $"The input of the variable \"${variable.Name}\"", variable.Type.Named.Name)
            : null;

    static void Coerce(VariablePlan variable, JsonElement given, VariableValues values, DefaultValues defaults, InputErrors errors)
    {
        var isGiven = given.TryGet(variable.Name, out var json);
        if (!isGiven && variable.Default is { } literal)
            SetDefault(variable, literal, values, defaults);
        else if (!isGiven && variable.Type.IsNonNull)
            errors.Add($"Expected a value of non-null type \"{variable.Type}\" to be provided.");
        else if (isGiven && !JsonText.IsUnicode(json))
            errors.Add("It holds text that isn't valid Unicode.");
        else if (isGiven)
            values.Set(variable.Name, new JsonCoercion(defaults, errors).Coerce(json, variable.Type), json);
    }

    // Validation refuses a default that is no value of its type (spec section 5.6.1); without validation there is no value then.
    static void SetDefault(VariablePlan variable, ValueNode literal, VariableValues values, DefaultValues defaults)
    {
        var errors = new InputErrors();
        var value = new LiteralCoercion(defaults, VariableValues.None, errors).Coerce(literal, variable.Type);
        if (errors.Count == 0) values.Set(variable.Name, value, literal);
    }

    static bool TryGet(this JsonElement given, string name, out JsonElement json)
    {
        json = default;
        return given.ValueKind is JsonValueKind.Object && given.TryGetProperty(name, out json);
    }

    static string At(string place) => place.Length == 0 ? "" : " at " + place;

    static GraphQLError Error(string message, IReadOnlyList<SourceLocation> locations) =>
        new(message) { Code = ErrorCodes.BadUserInput, Locations = locations };
}
