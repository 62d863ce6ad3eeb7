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
    public ulong Read(VariableValues variables)
    {
        var bits = 0UL;
        for (var i = 0; i < _names.Count; i++)
            if (variables.TryGet(_names[i], out var value) && value is true) bits |= 1UL << i;
        return bits;
    }

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
