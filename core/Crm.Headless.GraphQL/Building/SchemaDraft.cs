using Crm.Headless.GraphQL.Querying;
using Crm.Headless.GraphQL.Scalars;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>
/// A schema while it is being built: what its parts share. A type is made when something first mentions it, and filled later, because
/// types mention each other.
/// </summary>
sealed class SchemaDraft
{
    readonly Queue<Action> _later = [];
    readonly List<string> _problems = [];

    public SchemaDraft(IReadOnlyList<SchemaSource> sources)
    {
        Sources = sources;
        Owners = new(sources);
        Types = new(this);
        Descriptions = new(sources);
        Extensions = new(this);
        Enums = new(this);
        Outputs = new(this);
        Inputs = new(this);
        Resolvers = new(this);
        Fields = new(this);
        Connections = new(this);
        Filters = new(this);
        Sorts = new(this);
        Relations = new(this);
        Errors = new(this);
        Payloads = new(this);
        Nodes = new(this);
        NodeFields = new(this);
        Policies = new(this);
        Masks = new(this);
    }

    public bool RequiresPolicies { get; init; }
    public IReadOnlyList<RetiredValues> Retired { get; init; } = [];
    public IReadOnlyList<SchemaSource> Sources { get; }
    public ScalarSet Scalars { get; } = new();
    public TypeOwners Owners { get; }
    public TypeRegister Types { get; }
    public Descriptions Descriptions { get; }
    public Extensions Extensions { get; }
    public EnumTypes Enums { get; }
    public OutputTypes Outputs { get; }
    public InputTypes Inputs { get; }
    public ResolverMethods Resolvers { get; }
    public MemberFields Fields { get; }
    public ConnectionTypes Connections { get; }
    public FilterInputs Filters { get; }
    public SortInputs Sorts { get; }
    public Relations Relations { get; }
    public ErrorTypes Errors { get; }
    public PayloadTypes Payloads { get; }
    public NodeResolvers Nodes { get; }
    public NodeFields NodeFields { get; }
    public Policies Policies { get; }
    public Masks Masks { get; }

    /// <summary>Fills a type once everything that is known so far is done.</summary>
    public void Later(Action fill) => _later.Enqueue(fill);

    public void Problem(string message)
    {
        if (!_problems.Contains(message)) _problems.Add(message);
    }

    public void Problem(Site site, string message) => Problem($"{site}: {message}");

    public GraphQLSchema Build()
    {
        Nodes.Collect();
        var query = Root<QueryTypeAttribute>("Query", "What can be read.");
        var mutation = Root<MutationTypeAttribute>("Mutation", "What can be changed. Several fields of one operation run one after the other.");
        var subscription = Root<SubscriptionTypeAttribute>("Subscription", "What can be listened to.");
        Extensions.MentionTypes();
        while (_later.TryDequeue(out var fill)) fill();
        Outputs.MarkRows();

        if (query is null) Problem("The schema has no query. Add a class with [QueryType] and a public method.");
        if (_problems.Count > 0) throw new SchemaException(_problems);
        var schema = new GraphQLSchema(Types.All, [], query, mutation, subscription);
        var broken = SchemaValidation.Validate(schema);
        return broken.Count == 0 ? schema : throw new SchemaException([.. broken.Select(error => error.Message)]);
    }

    ObjectType? Root<TAttribute>(string name, string description) where TAttribute : Attribute
    {
        var classes = Extensions.With<TAttribute>().ToList();
        if (classes.Count == 0) return null;
        var type = Types.Add(new ObjectType(name) { Description = description }, $"the root type {name}");
        Later(() => type.Fields = Fields.OfRoot(type, classes));
        return type;
    }
}
