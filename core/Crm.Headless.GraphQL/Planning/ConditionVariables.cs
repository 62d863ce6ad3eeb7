using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Execution.Coercion;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>The variables that <c>@skip</c> and <c>@include</c> of one operation depend on, each with its bit.</summary>
sealed class ConditionVariables
{
    const int Most = 64;
    readonly List<string> _names = [];

    /// <summary>The condition of the directives on one selection; literal ones are decided here.</summary>
    public Condition Of(IReadOnlyList<DirectiveNode> directives)
    {
        var condition = Condition.Always;
        foreach (var directive in directives)
        {
            if (directive.Name.Value is not ("skip" or "include")) continue;
            var wanted = directive.Name.Value == "include";
            condition &= directive.Arguments.FirstOrDefault(argument => argument.Name.Value == "if")?.Value switch
            {
                BooleanValueNode literal => literal.Value == wanted ? Condition.Always : new(1, 1),
                VariableNode variable => wanted ? new(Bit(variable.Name.Value), 0) : new(0, Bit(variable.Name.Value)),
                _ => Condition.Always,
            };
        }
        return condition;
    }

    /// <summary>The bits of the variables that are true in this request.</summary>
    /// <exception cref="GraphQLException">One is null or missing, which <c>if: Boolean!</c> can't be (spec section 6.4.1).</exception>
    public ulong Read(VariableValues variables)
    {
        var bits = 0UL;
        for (var i = 0; i < _names.Count; i++)
            if (IsTrue(_names[i], variables)) bits |= 1UL << i;
        return bits;
    }

    static bool IsTrue(string name, VariableValues variables) => variables.TryGet(name, out var value) && value is bool isTrue
        ? isTrue
        : throw Refusal.Of(ErrorCodes.BadUserInput,
            $"Variable \"${name}\" is null, but stands where @skip or @include expects \"Boolean!\". Give true or false.");

    ulong Bit(string name)
    {
        var index = _names.IndexOf(name);
        if (index < 0)
        {
            index = _names.Count;
            if (index == Most)
                throw Refusal.Of(ErrorCodes.ConditionLimit,
                    $"The operation uses more than {Most} variables in @skip and @include. Split it.");
            _names.Add(name);
        }
        return 1UL << index;
    }
}
