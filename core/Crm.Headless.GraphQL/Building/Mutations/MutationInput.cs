using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>
/// A mutation takes one argument, <c>input</c>: the method's own parameter of that name when it is the only one, otherwise an input
/// that is made of all its parameters.
/// </summary>
static class MutationInput
{
    public static (IReadOnlyList<InputValue> Arguments, Func<FieldArguments, FieldArguments> Read) Of(
        SchemaDraft draft, ResolverMethod method, string name)
    {
        var arguments = method.Arguments;
        if (arguments.Count == 0 || arguments is [{ Name: "input", Type.Named: InputObjectType }]) return (arguments, given => given);

        var type = draft.Types.Add(new InputObjectType($"{Naming.Pascal(name)}Input")
        {
            Owner = method.Site.Owner,
            Description = $"What `{name}` takes.",
            Fields = new FieldMap<InputValue>(arguments, argument => argument.Name),
        }, method.Site.Coordinate);
        var input = new InputValue("input", new NonNullType(type)) { Owner = type.Owner, Description = type.Description };
        return ([input], given => Unwrap(given, arguments));
    }

    static FieldArguments Unwrap(FieldArguments given, IReadOnlyList<InputValue> definitions)
    {
        var fields = (IReadOnlyDictionary<string, object?>)given[0]!;
        return new(definitions,
            [.. definitions.Select(definition => fields.GetValueOrDefault(definition.Name))],
            [.. definitions.Select(definition => fields.ContainsKey(definition.Name))]);
    }
}
