using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Execution.Coercion;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>
/// The arguments of one selected field (CoerceArgumentValues, spec section 6.4.1). Those that are the same in every request are coerced
/// once, when the field is first resolved: what fails then is an error of the field. Lists and input objects are never the same: who
/// receives one may change it.
/// </summary>
sealed class ArgumentsPlan
{
    readonly ObjectType _type;
    readonly Field _field;
    readonly Source _source;
    readonly DefaultValues _defaults;
    readonly InputValue[] _definitions;
    readonly ValueNode?[] _literals;
    readonly bool _isConstant;
    FieldArguments? _constant;

    public ArgumentsPlan(ObjectType type, Field field, FieldNode node, Source source, DefaultValues defaults)
    {
        (_type, _field, _source, _defaults) = (type, field, source, defaults);
        _definitions = [.. field.Slots];
        _literals = Array.ConvertAll(
            _definitions, definition => field.Arguments.ContainsKey(definition.Name) ? Given(node, definition.Name) : null);
        _isConstant = _definitions.Zip(_literals).All(argument => IsConstant(argument.First, argument.Second));
        if (_definitions.Length == 0) _constant = FieldArguments.None;
    }

    /// <exception cref="GraphQLException">A value can't be coerced: an error of the field.</exception>
    public FieldArguments Coerce(VariableValues variables) =>
        _constant ?? (_isConstant ? _constant = CoerceAll(VariableValues.None) : CoerceAll(variables));

    /// <summary>What stands for the argument in the document; null when it wasn't given.</summary>
    public ValueNode? LiteralOf(string name)
    {
        var index = Array.FindIndex(_definitions, definition => definition.Name == name);
        return index < 0 ? null : _literals[index];
    }

    FieldArguments CoerceAll(VariableValues variables)
    {
        var values = new object?[_definitions.Length];
        var given = new bool[_definitions.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var literal = _literals[i];
            var definition = _definitions[i];
            var hasValue = literal is not null && !(literal is VariableNode variable && !variables.TryGet(variable.Name.Value, out _));
            if (!hasValue && definition.DefaultValue is not null)
                (values[i], given[i]) = (_defaults.Of(definition), true);
            else if (hasValue)
                (values[i], given[i]) = (CoerceOne(definition, literal!, variables), true);
            else if (definition.Type.IsNonNull)
                throw Wrong(definition, literal, literal is VariableNode missing
                    ? $"Expected variable \"${missing.Name.Value}\" provided to type \"{definition.Type}\" to provide a runtime value."
                    : $"Expected a value of non-null type \"{definition.Type}\" to be provided.");
        }
        return new(_definitions, values, given);
    }

    object? CoerceOne(InputValue definition, ValueNode literal, VariableValues variables)
    {
        var errors = new InputErrors();
        var value = new LiteralCoercion(_defaults, variables, errors).Coerce(literal, definition.Type);
        if (errors.Count == 0) return value;
        var (place, message) = errors.All[0];
        throw Wrong(definition, literal, message, place.Length == 0 ? "" : " at " + place);
    }

    GraphQLException Wrong(InputValue definition, ValueNode? literal, string message, string place = "") =>
        new(new GraphQLError($"Argument \"{_type}.{_field.Name}({definition.Name}:)\" has invalid value{place}: {message}")
        {
            Code = ErrorCodes.BadUserInput,
            Locations = literal is null ? [] : [_source.LocationOf(literal.Start)],
        });

    static ValueNode? Given(FieldNode node, string name)
    {
        foreach (var argument in node.Arguments)
            if (argument.Name.Value == name) return argument.Value;
        return null;
    }

    static bool IsConstant(InputValue definition, ValueNode? literal) => literal switch
    {
        null => definition.DefaultValue is null or NullValueNode || IsLeaf(definition.Type),
        NullValueNode => true,
        _ => IsLeaf(definition.Type) && !HasVariable(literal),
    };

    static bool IsLeaf(GraphQLType type) => type.Nullable is ScalarType or EnumType;

    static bool HasVariable(ValueNode literal) => literal switch
    {
        VariableNode => true,
        ListValueNode list => list.Items.Any(HasVariable),
        ObjectValueNode map => map.Fields.Any(field => HasVariable(field.Value)),
        _ => false,
    };
}
