using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Execution.Coercion;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>
/// The static cost of an operation: every field's weight, times the sizes of the lists above it. A list's size is its
/// <c>first</c> or <c>last</c>, else the largest that the field declares. What a connection was asked for counts for the lists inside.
/// </summary>
sealed class OperationCost
{
    /// <summary>For lists that say nothing about their size.</summary>
    const int UnknownListSize = 10;

    /// <summary>For pages whose size a variable decides, where the cost must not be taken for too little.</summary>
    const int LargestPage = 50;

    readonly ObjectPlan _root;
    bool _dependsOnVariables;

    /// <exception cref="GraphQLException">It costs too much whatever the variables are.</exception>
    public OperationCost(ObjectPlan root, ExecutorOptions options)
    {
        _root = root;
        Assumed = Of(_root, null, null);
        Most = _dependsOnVariables ? Of(_root, null, null, LargestPage) : Assumed;
        if (!_dependsOnVariables) Check(Assumed, options);
    }

    /// <summary>With the sizes that fields declare where a variable decides, and all conditions met.</summary>
    public double Assumed { get; }

    /// <summary>The same, with large pages where a variable decides.</summary>
    public double Most { get; }

    public double Of(VariableValues variables) => _dependsOnVariables ? Of(_root, variables, null) : Assumed;

    /// <exception cref="GraphQLException">It costs too much with these variables.</exception>
    public void Check(VariableValues variables, ExecutorOptions options) => Check(Of(variables), options);

    static void Check(double cost, ExecutorOptions options)
    {
        if (cost > options.MaxCost)
            throw Refusal.Of(ErrorCodes.CostLimit,
                $"The operation costs {cost:0}, more than {options.MaxCost:0}{options.Sharing}. "
                + "Ask for smaller pages or fewer nested lists.");
    }

    /// <param name="open">The size of pages for which a variable is to be asked that isn't there; null: what the field declares.</param>
    double Of(ObjectPlan plan, VariableValues? variables, int? connectionSize, int? open = null)
    {
        var sum = 0.0;
        foreach (var field in plan.Fields) sum += Of(field, variables, connectionSize, open);
        return sum;
    }

    double Of(FieldPlan field, VariableValues? variables, int? connectionSize, int? open)
    {
        if (field.Children.Length == 0) return field.Field.Cost;
        var size = SizeOf(field, variables, open);
        var isList = field.Shape.Item is not null;
        var items = isList ? size ?? connectionSize ?? UnknownListSize : 1;
        var inside = isList ? null : size;
        return field.Field.Cost + items * field.Children.Max(child => Of(child, variables, inside, open));
    }

    int? SizeOf(FieldPlan field, VariableValues? variables, int? open)
    {
        var asked = Asked(field, "first", variables, open) ?? Asked(field, "last", variables, open);
        return asked is null ? field.Field.ListSize : Math.Max(0, asked.Value);
    }

    int? Asked(FieldPlan field, string argument, VariableValues? variables, int? open)
    {
        var literal = field.Arguments.LiteralOf(argument);
        if (literal is VariableNode) _dependsOnVariables = true;
        return literal switch
        {
            IntValueNode number when int.TryParse(number.Text, out var value) => value,
            VariableNode when variables is null => open,
            VariableNode variable when variables.TryGet(variable.Name.Value, out var value) => value as int?,
            _ => null,
        };
    }
}
