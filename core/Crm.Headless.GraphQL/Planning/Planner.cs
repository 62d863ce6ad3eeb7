using System.Text.Encodings.Web;
using System.Text.Json;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>Makes the plan of one operation: flattens fragments per object type, merges fields, finds resolvers.</summary>
sealed class Planner(PlanningContext context, DocumentNode document, OperationDefinitionNode operation)
{
    readonly Dictionary<string, FragmentDefinitionNode> _fragments =
        document.Fragments.DistinctBy(fragment => fragment.Name.Value).ToDictionary(fragment => fragment.Name.Value);
    readonly ConditionVariables _conditions = new();
    readonly PlanBudget _budget = new(context.Options);

    /// <exception cref="GraphQLException">The operation is over a limit, or the schema has no such root type.</exception>
    public OperationPlan Plan()
    {
        var root = context.Schema.RootOf(operation.Operation)
            ?? throw new GraphQLException(new GraphQLError(
                $"The schema has no {operation.Operation.ToString().ToLowerInvariant()} type, so this operation can't run.")
            { Code = ErrorCodes.OperationNotFound, Locations = [document.Source.LocationOf(operation.Start)] });
        var variables = operation.Variables.Select(PlanVariable).ToArray();
        var rootPlan = PlanObject(root, [new(operation.SelectionSet, Condition.Always)], depth: 1);
        _budget.CheckRootFields(rootPlan.Fields.Length);
        return new()
        {
            Source = document.Source,
            Operation = operation.Operation,
            Name = operation.Name?.Value,
            Variables = variables,
            Conditions = _conditions,
            Root = rootPlan,
            Cost = new(rootPlan, context.Options),
            FieldCount = _budget.Fields,
        };
    }

    VariablePlan PlanVariable(VariableDefinitionNode node) =>
        new(node.Variable.Name.Value, InputTypeOf(node, node.Type), node.DefaultValue, node.Start);

    GraphQLType InputTypeOf(VariableDefinitionNode variable, TypeNode node) => node switch
    {
        NonNullTypeNode nonNull => new NonNullType(InputTypeOf(variable, nonNull.OfType)),
        ListTypeNode list => new ListType(InputTypeOf(variable, list.OfType)),
        NamedTypeNode named when context.Schema.TryGetType(named.Name.Value, out var type) && type.IsInput => type,
        _ => throw new GraphQLException(new GraphQLError(
            $"Variable \"${variable.Variable.Name.Value}\" expected value of type \"{variable.Type}\" "
            + "which cannot be used as an input type.")
        { Code = ErrorCodes.ValidationFailed, Locations = [document.Source.LocationOf(node.Start)] }),
    };

    ObjectPlan PlanObject(ObjectType type, List<Selected> selected, int depth)
    {
        _budget.CheckDepth(depth);
        var collector = new FieldCollector(context.Schema, type, _fragments, _conditions, _budget);
        foreach (var part in selected) collector.Collect(part.Set, part.Condition);

        var fields = new List<FieldPlan>();
        var order = new List<int[]>();
        foreach (var (name, occurrences) in collector.Fields)
        {
            if (context.FindField(type, occurrences[0].Node.Name.Value) is not { } field) continue;
            fields.Add(PlanField(type, field, name, occurrences, depth));
            order.Add([.. occurrences.Select(occurrence => occurrence.Place)]);
        }
        return new(type, [.. fields], [.. order]);
    }

    FieldPlan PlanField(ObjectType type, Field field, string name, List<Occurrence> occurrences, int depth) =>
        new(type, field, context.ResolverOf(type, field))
        {
            ResponseName = name,
            EncodedName = JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping),
            Arguments = new(type, field, occurrences[0].Node, document.Source, context.Defaults),
            Shape = new(field.Type, context.NamesOf),
            Conditions = [.. occurrences.Select(occurrence => occurrence.Condition)],
            Starts = [.. occurrences.Select(occurrence => occurrence.Node.Start)],
            Children = field.Type.Named is CompositeType composite ? PlanChildren(composite, occurrences, depth + 1) : [],
        };

    // CollectSubfields (spec section 6.3.2): the selection sets of all occurrences, once per type that may come back. A single
    // occurrence's condition holds for certain when its children are reached.
    ObjectPlan[] PlanChildren(CompositeType type, List<Occurrence> occurrences, int depth)
    {
        List<Selected> selected = [.. occurrences
            .Where(occurrence => occurrence.Node.SelectionSet is not null)
            .Select(occurrence => new Selected(
                occurrence.Node.SelectionSet!, occurrences.Count == 1 ? Condition.Always : occurrence.Condition))];
        return [.. context.Schema.PossibleTypes(type).Select(possible => PlanObject(possible, selected, depth))];
    }

    /// <summary>A selection set that counts when its condition holds.</summary>
    readonly record struct Selected(SelectionSetNode Set, Condition Condition);
}
