using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins.Endpoints;

namespace Crm.Headless.Server.Security;

/// <summary>The scopes that can be granted on this generation: those that its schema and the plugins' endpoints ask for, and the one of the token endpoint.</summary>
sealed class DeclaredScopes(GraphQLSchema schema, PluginRoutes routes)
{
    public const string ExchangesMembers = "members:exchange";

    readonly Lazy<IReadOnlyList<string>> _all = new(
        () => [.. SchemaView.ScopesOf(schema).Concat(routes.Scopes).Append(ExchangesMembers).Distinct().Order(StringComparer.Ordinal)]);

    public IReadOnlyList<string> All => _all.Value;
}

/// <summary>Scopes as OAuth writes them: with a space between them (RFC 6749, section 3.3).</summary>
static class ScopeList
{
    public static string Write(IEnumerable<string> scopes) => string.Join(' ', scopes.Distinct().Order(StringComparer.Ordinal));

    public static string[] Read(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
