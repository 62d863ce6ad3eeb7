using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Security;

[QueryType, Authorize("clients:admin")]
static class ApiClientQueries
{
    /// <summary>The API client with this id; null when there is none.</summary>
    [UseSingleOrDefault]
    public static IQueryable<ApiClient> GetApiClient([ID<ApiClient>] Guid id, IQueryable<ApiClient> clients) => clients.Where(client => client.Id == id);

    /// <summary>The systems that use this API, by name unless ordered otherwise.</summary>
    [UsePaging, UseFiltering, UseSorting(Default = ["Name"])]
    public static IQueryable<ApiClient> GetApiClients(IQueryable<ApiClient> clients) => clients;
}

[ObjectType<ApiClient>, Authorize("clients:admin")]
static class ApiClientFields
{
    [NodeResolver]
    public static IQueryable<ApiClient> GetNode(IQueryable<ApiClient> clients) => clients;

    /// <summary>What it may do.</summary>
    public static IReadOnlyList<string> GetScopes([Parent] ApiClient client) => ScopeList.Read(client.ScopeList);

    /// <summary>It sees the records of this unit and of those below; null: of the whole organisation.</summary>
    [Join(nameof(ApiClient.UnitId), nameof(Unit.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("units:read")]
    public static IQueryable<Unit> GetUnit(IQueryable<Unit> units) => units;

    /// <summary>Its keys, without the secrets; at most 50 that aren't revoked.</summary>
    [Join(nameof(ApiClient.Id), nameof(ApiClientKey.ClientId)), UsePaging, UseSorting(Default = ["CreatedAt"])]
    public static IQueryable<ApiClientKey> GetKeys(IQueryable<ApiClientKey> keys) => keys;
}
