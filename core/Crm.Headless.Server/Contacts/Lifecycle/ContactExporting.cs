using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Contacts.Lifecycle;

/// <summary>Core's part of what is known about a person: every member of every row, in a stable order.</summary>
static class ContactExporting
{
    public static async Task<Dictionary<string, object?>> ExportAsync(CrmDb db, Guid[] ids, CancellationToken ct)
    {
        var main = await db.Set<Contact>().AsNoTracking().SingleAsync(contact => contact.Id == ids[0], ct);
        return new()
        {
            ["id"] = GlobalId.Format(nameof(Contact), main.Id),
            ["mergedIds"] = ids[1..].Select(id => GlobalId.Format(nameof(Contact), id)).ToList(),
            ["contact"] = Values(main),
            ["mergedContacts"] = (await db.Set<Contact>().AsNoTracking().Where(row => row.MergedIntoId == main.Id).OrderBy(row => row.Id).ToListAsync(ct)).ConvertAll(Values),
            ["contactPoints"] = await RowsAsync(db.Set<ContactPoint>().Where(row => EF.Parameter(ids).Contains(row.ContactId)).OrderBy(row => row.Id), ct),
            ["affiliations"] = await RowsAsync(db.Set<Affiliation>().Where(row => EF.Parameter(ids).Contains(row.ContactId)).OrderBy(row => row.Id), ct),
            ["identities"] = await RowsAsync(db.Set<Identity>().Where(row => EF.Parameter(ids).Contains(row.ContactId)).OrderBy(row => row.Id), ct),
            ["externalIds"] = await RowsAsync(
                db.Set<ExternalId>().Where(row => row.ContactId != null && EF.Parameter(ids).Contains(row.ContactId.Value)).OrderBy(row => row.Id), ct),
            ["units"] = await (from row in db.Set<UnitMembership>()
                               where row.ContactId != null && EF.Parameter(ids).Contains(row.ContactId.Value)
                               join unit in db.Set<Unit>() on row.UnitId equals unit.Id
                               orderby unit.Code
                               select unit.Code).Distinct().ToListAsync(ct),
            ["interactions"] = await InteractionsAsync(db, ids, ct),
        };
    }

    static async Task<List<Dictionary<string, object?>>> InteractionsAsync(CrmDb db, Guid[] ids, CancellationToken ct)
    {
        var interactions = await db.Set<Interaction>().AsNoTracking().Where(row => row.ContactId != null && EF.Parameter(ids).Contains(row.ContactId.Value))
            .OrderBy(row => row.OccurredAt).ThenBy(row => row.Id).ToListAsync(ct);
        var lines = (await db.Set<InteractionLine>().AsNoTracking()
            .Where(line => db.Set<Interaction>().Any(row => row.Id == line.InteractionId && row.ContactId != null && EF.Parameter(ids).Contains(row.ContactId.Value)))
            .OrderBy(line => line.Position).ToListAsync(ct)).ToLookup(line => line.InteractionId);
        return interactions.ConvertAll(interaction =>
        {
            var values = Values(interaction);
            values["lines"] = lines[interaction.Id].Select(Values).ToList();
            return values;
        });
    }

    static async Task<List<Dictionary<string, object?>>> RowsAsync<T>(IQueryable<T> rows, CancellationToken ct) where T : class =>
        (await rows.AsNoTracking().ToListAsync(ct)).ConvertAll(row => Values(row));

    /// <summary>Every member but those that the host makes of others.</summary>
    static Dictionary<string, object?> Values(object row) => row.GetType().GetProperties()
        .Where(property => property.Name is not (nameof(ContactPoint.MatchKey) or nameof(Contact.Version) or nameof(Contact.UpdatedAt)))
        .ToDictionary(property => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name), property => Plain(property.GetValue(row)));

    static object? Plain(object? value) => value is InteractionKind kind ? kind.ToString() : value;
}
