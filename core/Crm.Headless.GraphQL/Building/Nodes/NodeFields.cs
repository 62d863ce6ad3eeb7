using System.Collections;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary><c>interface Node { id: ID! }</c>, <c>node(id:)</c> and <c>nodes(ids:)</c> (Relay's global object identification).</summary>
sealed class NodeFields(SchemaDraft draft)
{
    const int MaxIds = 100;

    InterfaceType? _node;

    public InterfaceType Node => _node ??= draft.Types.Add(new InterfaceType("Node")
    {
        Description = "An object with an id of its own, by which it can be fetched again.",
        Fields = new FieldMap<Field>(
            [new("id", new NonNullType(Id)) { Description = "Unique in the whole API." }], member => member.Name),
    }, "the engine's nodes");

    ScalarType Id => draft.Outputs.Use(draft.Scalars.Id);

    /// <summary>The fields of Query; none when nothing can be fetched.</summary>
    public IEnumerable<Field> OfQuery() => draft.Nodes.Exist ? [One(), Many()] : [];

    Field One() => new("node", Node)
    {
        Description = "The object with this id; null when there is none.",
        Arguments = Only(new("id", new NonNullType(Id)) { Description = "From an answer, as it is." }),
        Resolver = new BatchResolver(async context => await FetchAsync([(string)context.Arguments[0]!], context)),
    };

    Field Many() => new("nodes", new NonNullType(new ListType(Node)))
    {
        Description = "The objects with these ids, in their order; null where there is none.",
        Arguments = Only(new("ids", new NonNullType(new ListType(new NonNullType(Id))))
        {
            Description = $"From answers, as they are; at most {MaxIds}.",
        }),
        ListSize = MaxIds,
        Resolver = new BatchResolver(async context =>
        {
            string[] ids = [.. ((IEnumerable)context.Arguments[0]!).Cast<string>()];
            if (ids.Length > MaxIds) throw Refused($"{ids.Length} ids are too many. Ask for at most {MaxIds} at once.");
            return [await FetchAsync(ids, context)];
        }),
    };

    async ValueTask<IReadOnlyList<object?>> FetchAsync(string[] texts, BatchContext context)
    {
        var nodes = new object?[texts.Length];
        var ids = new List<(GlobalId Id, int Index)>(texts.Length);
        for (var i = 0; i < texts.Length; i++)
        {
            // An id that can't be read is an error in its own place: the others stay.
            if (GlobalId.TryParse(texts[i], out var id)) ids.Add((id, i));
            else nodes[i] = Refused(GlobalId.Unreadable(texts[i]));
        }
        foreach (var group in ids.GroupBy(entry => entry.Id.Type))
        {
            // A type that isn't there for who asks is one that isn't there.
            if (!context.Schema.Types.ContainsKey(group.Key) || draft.Nodes.Find(group.Key) is not { } fetch) continue;
            var found = await fetch([.. group.Select(entry => entry.Id.Key)], context);
            foreach (var ((_, index), node) in group.Zip(found)) nodes[index] = node;
        }
        return nodes;
    }

    static FieldMap<InputValue> Only(InputValue argument) => new([argument], only => only.Name);

    static GraphQLException Refused(string message) => new(new GraphQLError(message) { Code = ErrorCodes.BadUserInput });
}
