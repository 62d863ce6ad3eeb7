using System.Reflection;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Execution.Running;
using Crm.Headless.GraphQL.Querying;
using Crm.Headless.GraphQL.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>Fetches the nodes of one type by their keys: one per key, in their order, null for an unknown one.</summary>
delegate ValueTask<IReadOnlyList<object?>> FetchNodes(IReadOnlyList<Guid> keys, BatchContext context);

/// <summary>The methods marked <c>[NodeResolver]</c>, in whatever class they stand, by the type that they fetch.</summary>
sealed class NodeResolvers(SchemaDraft draft)
{
    const BindingFlags Any = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    readonly Dictionary<Type, (FetchNodes Fetch, MethodInfo Method, Owner Owner)> _byType = [];
    readonly Dictionary<string, Type> _typeNames = [];
    readonly HashSet<Type> _seen = [];

    public bool Exist => _byType.Count > 0;

    /// <summary>A plugin's is contained like its fields.</summary>
    public FetchNodes? Find(string typeName)
    {
        if (!_typeNames.TryGetValue(typeName, out var type)) return null;
        var (fetch, method, owner) = _byType[type];
        if (owner.IsCore) return fetch;
        var code = new PluginCode(owner, $"The node resolver \"{method.Name}\"", $"{typeName}.node");
        return (keys, context) => FetchAsync(code, fetch, keys, context);
    }

    static async ValueTask<IReadOnlyList<object?>> FetchAsync(
        PluginCode code, FetchNodes fetch, IReadOnlyList<Guid> keys, BatchContext context)
    {
        try
        {
            return await context.Plugins!.CallAsync(
                code, (turns, ct) => turns.BeginAsync(token => fetch(keys, context with { Cancellation = token }), ct));
        }
        catch (Exception failure) when (!context.Cancellation.IsCancellationRequested)
        {
            var error = new PluginFailedException(code.Plugin, failure);
            return [.. keys.Select(_ => error)];
        }
    }

    /// <summary>The scope of the resolver: who may fetch a node of the type may read the type.</summary>
    public string? ScopeOf(Type clr) =>
        _byType.TryGetValue(clr, out var found) ? FieldFacts.Scope(found.Method, found.Method.DeclaringType) : null;

    /// <summary>Whether the resolver says who may use the type.</summary>
    public bool HasPolicy(Type clr) => _byType.TryGetValue(clr, out var found)
        && (FieldFacts.HasPolicy(found.Method) || FieldFacts.HasPolicy(found.Method.DeclaringType!));

    public void Collect()
    {
        foreach (var extension in draft.Extensions.All.Distinct()) Collect(extension.Class, extension.Source.Owner);
    }

    /// <summary>Also those in a node's own class, which may be nobody's source.</summary>
    public void Collect(Type declaring, Owner owner)
    {
        if (!_seen.Add(declaring)) return;
        foreach (var method in declaring.GetMethods(Any).Where(method => method.IsDefined(typeof(NodeResolverAttribute))))
            Add(method, new($"{declaring.Name}.{method.Name}", owner));
    }

    void Add(MethodInfo method, Site site)
    {
        var resolver = draft.Resolvers.Bind(method, null, site);
        var node = TypeShape.DictionaryOf(resolver.Result.Type)?.Value ?? resolver.Result.Item?.Type;
        if (node is null || !node.IsDefined(typeof(NodeAttribute), true))
        {
            draft.Problem(site, "a [NodeResolver] returns nodes: an IQueryable<T>, or an IReadOnlyDictionary<Guid, T>, of a class marked [Node].");
            return;
        }
        var fetch = resolver.Result.IsQueryable ? FromRows(node, resolver) : FromKeys(node, resolver);
        if (fetch is null) return;
        _typeNames.TryAdd(Naming.Output(node), node);
        if (!_byType.TryAdd(node, (fetch, method, site.Owner)))
            draft.Problem(site, $"{node.Name} has two [NodeResolver] methods. Remove one of them.");
    }

    FetchNodes? FromRows(Type node, ResolverMethod resolver)
    {
        if (node.GetProperty("Id") is not { } key || key.PropertyType != typeof(Guid))
        {
            draft.Problem(resolver.Site, $"the node {node.Name} needs a key: a public property Guid Id.");
            return null;
        }
        return async (keys, context) =>
        {
            var source = (IQueryable)(await resolver.InvokeAsync(ResolverCall.Of(context, null)))!;
            var pages = await context.Scope.Services.GetRequiredService<IQueryRunner>().RunAsync(new QueryRequest
            {
                Source = source,
                Cardinality = Cardinality.One,
                Parents = new ParentKeys(key, [.. keys.Cast<object>()]),
            }, context.Cancellation);
            return [.. pages.Select(page => page.Rows.FirstOrDefault())];
        };
    }

    FetchNodes? FromKeys(Type node, ResolverMethod resolver)
    {
        var map = TypeShape.DictionaryOf(resolver.Result.Type);
        if (map?.Key != typeof(Guid) || resolver.Parent?.Shape.Item?.Type != typeof(Guid))
        {
            draft.Problem(resolver.Site, "a [NodeResolver] takes keys, [Parent] IReadOnlyList<Guid>, and returns "
                + $"IReadOnlyDictionary<Guid, {node.Name}>; or it returns IQueryable<{node.Name}>.");
            return null;
        }
        var results = MapResults.Create(typeof(Guid), node, resolver);
        return async (keys, context) =>
        {
            Guid[] distinct = [.. keys.Distinct()];
            var found = await resolver.InvokeAsync(ResolverCall.Of(context, distinct));
            return [.. results.Spread(found, [.. keys.Cast<object?>()], takesNull: false)];
        };
    }
}
