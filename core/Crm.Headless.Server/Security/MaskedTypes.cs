using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Security;

/// <summary>Which types have fields of core that plugins mask, for whom: there nobody finds out by searching or comparing what he may not read.</summary>
sealed class MaskedTypes(GraphQLSchema schema)
{
    readonly Dictionary<string, string[]> _scopes = schema.Types.Values.OfType<ObjectType>()
        .Select(type => (type.Name, Scopes: type.Fields.Values.Where(field => field.Owner.IsCore).SelectMany(field => field.Masks).Select(mask => mask.Scope).Distinct().ToArray()))
        .Where(type => type.Scopes.Length > 0).ToDictionary(type => type.Name, type => type.Scopes);

    /// <summary>Whether something of the type is masked for this actor.</summary>
    public bool Mask(string type, IActor actor) => _scopes.TryGetValue(type, out var scopes) && !scopes.All(actor.Has);

    /// <summary>Whether something of any type is.</summary>
    public bool MaskAnything(IActor actor) => _scopes.Values.Any(scopes => !scopes.All(actor.Has));
}
