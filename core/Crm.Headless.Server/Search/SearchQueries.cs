using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Search;

[QueryType]
static class SearchQueries
{
    const int DefaultSize = 10, MaxSize = 50;

    /// <summary>
    /// Finds active contacts, accounts, units and users by any part of their names, email addresses and phone numbers, in any script,
    /// whatever the case and width of letters; the best first. Every word of the text has to be found. Finds only what the client
    /// may read: contacts and users only with <c>personal-data:read</c>, because it is personal data that they are found by.
    /// </summary>
    /// <param name="text">What somebody typed: a part of a name, of an address, or some digits of a phone number in a row.</param>
    /// <param name="first">How many, 1 to 50.</param>
    /// <param name="kinds">Only these; null: all.</param>
    [AllowAnonymous, Cost(10), ListSize(MaxSize)]
    public static async Task<IReadOnlyList<ISearchResult>> SearchAsync(
        string text, [DefaultValue(DefaultSize)] int first, IReadOnlyList<SearchKind>? kinds,
        SearchIndex index, Actor actor, MaskedTypes masked, SearchedRows rows, CancellationToken ct)
    {
        if (first is < 1 or > MaxSize) throw new PageSizeException(first, MaxSize);
        var readsPersonalData = actor.Principal.Access.ReadsPersonalData;
        if (!readsPersonalData && kinds?.Any(IsPersonal) == true) throw new PersonalSearchException();
        var readable = (kinds ?? Enum.GetValues<SearchKind>())
            .Where(kind => actor.Has(ScopeOf(kind)) && (readsPersonalData || !IsPersonal(kind)) && !masked.Mask(kind.ToString(), actor)).ToList();
        return await rows.LoadAsync(await index.SearchAsync(text, readable, first, ct), ct);
    }

    static bool IsPersonal(SearchKind kind) => kind is SearchKind.Contact or SearchKind.User;

    static string ScopeOf(SearchKind kind) => kind switch
    {
        SearchKind.Contact => "contacts:read",
        SearchKind.Account => "accounts:read",
        SearchKind.Unit => "units:read",
        _ => "users:read",
    };
}

/// <summary>Reads what search found: one statement per kind.</summary>
sealed class SearchedRows(ReadSession reads)
{
    /// <summary>In the order of the hits.</summary>
    public async Task<IReadOnlyList<ISearchResult>> LoadAsync(IReadOnlyList<SearchHit> hits, CancellationToken ct)
    {
        var found = new Dictionary<Guid, ISearchResult>();
        foreach (var group in hits.GroupBy(hit => hit.Kind, hit => hit.Id))
        {
            var ids = group.ToArray();
            foreach (var (id, row) in await LoadAsync(group.Key, ids, ct)) found[id] = row;
        }
        return [.. hits.Select(hit => found.GetValueOrDefault(hit.Id)).OfType<ISearchResult>()];
    }

    async Task<IReadOnlyList<(Guid, ISearchResult)>> LoadAsync(SearchKind kind, Guid[] ids, CancellationToken ct) => kind switch
    {
        SearchKind.Contact => await LoadAsync(reads.Set<Contact>().Where(x => EF.Parameter(ids).Contains(x.Id)), x => x.Id, ct),
        SearchKind.Account => await LoadAsync(reads.Set<Account>().Where(x => EF.Parameter(ids).Contains(x.Id)), x => x.Id, ct),
        SearchKind.Unit => await LoadAsync(reads.Set<Unit>().Where(x => EF.Parameter(ids).Contains(x.Id)), x => x.Id, ct),
        _ => await LoadAsync(reads.Set<User>().Where(x => EF.Parameter(ids).Contains(x.Id)), x => x.Id, ct),
    };

    static async Task<IReadOnlyList<(Guid, ISearchResult)>> LoadAsync<T>(IQueryable<T> rows, Func<T, Guid> id, CancellationToken ct)
        where T : ISearchResult => [.. (await rows.ToListAsync(ct)).Select(row => (id(row), (ISearchResult)row))];
}

/// <summary>Whoever finds a person by a part of the email address knows that part.</summary>
sealed class PersonalSearchException() : CrmException("PERSONAL_DATA_REFUSED",
    "Contacts and users are found by their names, addresses and numbers, which takes the scope personal-data:read. "
    + "Search for the other kinds, or ask for the scope.");

static class SearchServices
{
    public static IServiceCollection AddSearch(this IServiceCollection services) => services.AddScoped<SearchedRows>();
}
