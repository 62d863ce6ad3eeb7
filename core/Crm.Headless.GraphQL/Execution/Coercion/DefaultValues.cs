using System.Collections.Concurrent;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Coercion;

/// <summary>
/// The defaults of arguments and input fields. Those of leaves are coerced once per schema (note at spec section 6.4.1); lists and input
/// objects each time, because whoever receives one may change it.
/// </summary>
sealed class DefaultValues
{
    readonly ConcurrentDictionary<InputValue, object?> _values = [];

    public object? Of(InputValue input) => input.Type.Nullable is ScalarType or EnumType ? _values.GetOrAdd(input, Coerce) : Coerce(input);

    object? Coerce(InputValue input)
    {
        var errors = new InputErrors();
        var value = new LiteralCoercion(this, VariableValues.None, errors).Coerce(input.DefaultValue!, input.Type);
        return errors.Count == 0
            ? value
            : throw new CoercionException($"The default of \"{input.Name}\" is no value of \"{input.Type}\": {errors.All[0].Message}");
    }
}
