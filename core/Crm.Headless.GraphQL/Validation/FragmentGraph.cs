using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>A variable where it is used, with what the place expects.</summary>
/// <param name="Type">What the place expects; null when it is unknown.</param>
/// <param name="HasDefault">The place has a default value other than null of its own.</param>
/// <param name="Parent">The input object whose field the place is, if it is one.</param>
public readonly record struct VariableUsage(VariableNode Node, GraphQLType? Type, bool HasDefault, InputObjectType? Parent);

/// <summary>
/// Which definition spreads which fragment and uses which variable. Filled during the walk, complete when the document is left.
/// Nothing here recurses: a chain of fragments may be as long as the document.
/// </summary>
public sealed class FragmentGraph
{
    readonly Dictionary<string, FragmentDefinitionNode> _byName = [];
    readonly Dictionary<DefinitionNode, Uses> _uses = [];
    readonly Dictionary<OperationDefinitionNode, IReadOnlyList<FragmentDefinitionNode>> _reachable = [];

    internal FragmentGraph(DocumentNode document)
    {
        foreach (var fragment in document.Fragments) _byName.TryAdd(fragment.Name.Value, fragment);
    }

    public FragmentDefinitionNode? Find(string name) => _byName.GetValueOrDefault(name);

    public IReadOnlyList<FragmentSpreadNode> SpreadsIn(DefinitionNode definition) =>
        _uses.TryGetValue(definition, out var uses) ? uses.Spreads : [];

    /// <summary>The fragments that an operation spreads, directly or through others, each once.</summary>
    public IReadOnlyList<FragmentDefinitionNode> ReachableFrom(OperationDefinitionNode operation)
    {
        if (_reachable.TryGetValue(operation, out var known)) return known;
        var reached = new List<FragmentDefinitionNode>();
        var seen = new HashSet<FragmentDefinitionNode>();
        var pending = new Queue<DefinitionNode>([operation]);
        while (pending.TryDequeue(out var definition))
        {
            foreach (var spread in SpreadsIn(definition))
            {
                if (Find(spread.Name.Value) is not { } fragment || !seen.Add(fragment)) continue;
                reached.Add(fragment);
                pending.Enqueue(fragment);
            }
        }
        return _reachable[operation] = reached;
    }

    /// <summary>The variables that an operation uses, also through fragments.</summary>
    public IEnumerable<VariableUsage> VariablesOf(OperationDefinitionNode operation) => ReachableFrom(operation)
        .Prepend<DefinitionNode>(operation)
        .SelectMany(definition => _uses.TryGetValue(definition, out var uses) ? uses.Variables : []);

    internal Uses Start(DefinitionNode definition) => _uses[definition] = new Uses();

    internal sealed class Uses
    {
        public List<FragmentSpreadNode> Spreads { get; } = [];
        public List<VariableUsage> Variables { get; } = [];
    }
}
