using System.Linq.Expressions;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Contacts.Lifecycle;

/// <summary>
/// Core's part of merging and separating contacts. What belongs to the merged contact moves to the survivor, and it is remembered what moved;
/// the merged record itself stays as it is, archived, and leads to the survivor.
/// </summary>
static class ContactMerging
{
    public static async Task<Contact> MergeAsync(
        CrmDb db, ContactMerge merge, IReadOnlyCollection<MergeField> chosen, (int? Survivor, int? Merged) versions, DateTimeOffset now, CancellationToken ct)
    {
        await db.LockAsync<Contact>([merge.SurvivorId, merge.MergedId], ct);
        var (survivor, merged) = await LoadAsync(db, merge, ct);
        VersionConflictException.ThrowIf(versions.Survivor, survivor.Version);
        VersionConflictException.ThrowIf(versions.Merged, merged.Version);
        var rows = new List<MergeRow>();
        var primaries = await Primaries.LoadAsync(db, merge, ct);
        var before = primaries.Of(merge.SurvivorId);
        MovePoints(merge, primaries, rows);
        var main = MoveAffiliations(merge, primaries, rows);
        await MoveKeysAsync(db, merge, rows, ct);
        await AddUnitsAsync(db, merge, rows, now, ct);
        // What is taken has to be primary as well, or the next change of a point would take it back.
        var changes = MergeFields.Take(survivor, merged, chosen);
        primaries.Settle(survivor, main is { } place ? [place] : []);
        rows.AddRange(before.Except(primaries.Of(merge.SurvivorId)).Select(id => new MergeRow { Kind = MergeRowKind.Yielded, RowId = id, WasPrimary = true }));
        db.Add(new MergeRecord
        {
            Id = merge.Id,
            SurvivorId = merge.SurvivorId,
            MergedId = merge.MergedId,
            Changes = changes,
            MergedStatus = merged.Status,
            MergedAt = now,
        });
        db.AddRange(rows.Select(row => With(row, merge.Id)));
        (merged.MergedIntoId, merged.Status, merged.UpdatedAt, survivor.UpdatedAt) = (merge.SurvivorId, RecordStatus.Archived, now, now);
        await db.SaveChangesAsync(ct); // what follows names the record
        await MoveManyAsync(db, merge, ct);
        db.Publish(Outbox.ContactChanged(merge.MergedId, ChangeKind.Archived));
        db.Publish(Outbox.ContactChanged(merge.SurvivorId, ChangeKind.Updated));
        db.Publish(Outbox.ContactMerged(merge));
        return survivor;
    }

    /// <returns>The contact that stands for itself again.</returns>
    public static async Task<Contact> UnmergeAsync(CrmDb db, ContactMerge merge, DateTimeOffset now, CancellationToken ct)
    {
        await db.LockAsync<Contact>([merge.SurvivorId, merge.MergedId], ct);
        var record = await db.Set<MergeRecord>().AsTracking().SingleOrDefaultAsync(row => row.Id == merge.Id, ct)
            ?? throw new ContactNotMergedException(merge.MergedId);
        var survivor = await db.Set<Contact>().AsTracking().SingleAsync(contact => contact.Id == merge.SurvivorId, ct);
        var merged = await db.Set<Contact>().AsTracking().SingleAsync(contact => contact.Id == merge.MergedId, ct);
        // The survivor may have been merged while plugins were asked: the rows are then with somebody else, and would stay there.
        if (survivor.MergedIntoId is not null || merged.MergedIntoId != survivor.Id)
            throw new ContactMergedException(FieldPath.Input["mergedId"], survivor.MergedIntoId ?? merged.MergedIntoId ?? survivor.Id);
        var primaries = await Primaries.LoadAsync(db, merge, ct);
        var yielded = await ReturnAsync(db, merge, ct);
        MergeFields.Restore(survivor, record.Changes);
        primaries.Settle(survivor, yielded);
        primaries.Settle(merged, []);
        (merged.MergedIntoId, merged.Status, merged.UpdatedAt, survivor.UpdatedAt) = (null, record.MergedStatus, now, now);
        db.Remove(record);
        db.Publish(Outbox.ContactChanged(merge.SurvivorId, ChangeKind.Updated));
        db.Publish(Outbox.ContactChanged(merge.MergedId, record.MergedStatus == RecordStatus.Active ? ChangeKind.Restored : ChangeKind.Updated));
        db.Publish(Outbox.ContactUnmerged(merge));
        return merged;
    }

    static async Task<(Contact Survivor, Contact Merged)> LoadAsync(CrmDb db, ContactMerge merge, CancellationToken ct)
    {
        var ids = new[] { merge.SurvivorId, merge.MergedId };
        var found = await db.Set<Contact>().AsTracking().Where(contact => EF.Parameter(ids).Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, ct);
        foreach (var (id, field) in ids.Zip(["survivorId", "mergedId"]))
        {
            if (found.GetValueOrDefault(id) is not { } contact) throw new NotFoundException(FieldPath.Input[field], nameof(Contact), id);
            if (contact.MergedIntoId is { } into) throw new ContactMergedException(FieldPath.Input[field], into);
        }
        return (found[merge.SurvivorId], found[merge.MergedId]);
    }

    /// <summary>What the survivor has already isn't moved: it would have it twice.</summary>
    static void MovePoints(ContactMerge merge, Primaries primaries, List<MergeRow> rows)
    {
        var own = primaries.PointsOf(merge.SurvivorId);
        var moving = primaries.PointsOf(merge.MergedId)
            .FindAll(point => !own.Exists(other => other.Kind == point.Kind && other.Value == point.Value && Equals(other.Address, point.Address)));
        Limit.Check(own.Count + moving.Count, Limit.PerRecord, FieldPath.Input["mergedId"]);
        foreach (var point in moving)
        {
            rows.Add(new() { Kind = MergeRowKind.ContactPoint, RowId = point.Id, WasPrimary = point.Primary });
            point.ContactId = merge.SurvivorId;
            if (own.Exists(other => other.Kind == point.Kind && other.Primary)) point.Primary = false;
        }
    }

    /// <returns>The survivor's row that says what the merged contact's primary one said.</returns>
    static Guid? MoveAffiliations(ContactMerge merge, Primaries primaries, List<MergeRow> rows)
    {
        var (own, others) = (primaries.PlacesOf(merge.SurvivorId), primaries.PlacesOf(merge.MergedId));
        Affiliation? Own(Affiliation place) => own.Find(other => other.AccountId == place.AccountId && other.Role == place.Role);
        var main = others.Find(place => place.Primary) is { } primary ? Own(primary) ?? primary : null;
        var moving = others.FindAll(place => Own(place) is null);
        Limit.Check(own.Count + moving.Count, Limit.PerRecord, FieldPath.Input["mergedId"]);
        foreach (var place in moving)
        {
            rows.Add(new() { Kind = MergeRowKind.Affiliation, RowId = place.Id, WasPrimary = place.Primary });
            place.ContactId = merge.SurvivorId;
            if (own.Exists(other => other.Primary)) place.Primary = false;
        }
        return main?.Id;
    }

    static async Task MoveKeysAsync(CrmDb db, ContactMerge merge, List<MergeRow> rows, CancellationToken ct)
    {
        foreach (var identity in await db.Set<Identity>().AsTracking().Where(row => row.ContactId == merge.MergedId).ToListAsync(ct))
        {
            identity.ContactId = merge.SurvivorId;
            rows.Add(new() { Kind = MergeRowKind.Identity, RowId = identity.Id });
        }
        foreach (var key in await db.Set<ExternalId>().AsTracking().Where(row => row.ContactId == merge.MergedId).ToListAsync(ct))
        {
            key.ContactId = merge.SurvivorId;
            rows.Add(new() { Kind = MergeRowKind.ExternalId, RowId = key.Id });
        }
    }

    /// <summary>Whoever saw the merged contact sees the survivor; the merged one keeps its units, so that its id goes on leading there for them.</summary>
    static async Task AddUnitsAsync(CrmDb db, ContactMerge merge, List<MergeRow> rows, DateTimeOffset now, CancellationToken ct)
    {
        var own = await db.Set<UnitMembership>().Where(row => row.ContactId == merge.SurvivorId).Select(row => row.UnitId).ToListAsync(ct);
        foreach (var unit in await db.Set<UnitMembership>().Where(row => row.ContactId == merge.MergedId && !own.Contains(row.UnitId)).Select(row => row.UnitId).ToListAsync(ct))
        {
            var added = new UnitMembership { Id = Guid.CreateVersion7(now), UnitId = unit, ContactId = merge.SurvivorId };
            db.Add(added);
            rows.Add(new() { Kind = MergeRowKind.UnitAdded, RowId = added.Id });
        }
    }

    /// <summary>Of which there may be many: a few statements, however many.</summary>
    static async Task MoveManyAsync(CrmDb db, ContactMerge merge, CancellationToken ct)
    {
        var (survivor, merged) = (merge.SurvivorId, merge.MergedId);
        await RememberAsync(db, merge, MergeRowKind.Interaction, "interactions", "contact_id", ct);
        await db.Set<Interaction>().Where(row => row.ContactId == merged).ExecuteUpdateAsync(set => set.SetProperty(row => row.ContactId, survivor), ct);
        await RememberAsync(db, merge, MergeRowKind.Participant, "interaction_participants", "contact_id", ct);
        await db.Set<InteractionParticipant>().Where(row => row.ContactId == merged).ExecuteUpdateAsync(set => set.SetProperty(row => row.ContactId, survivor), ct);
        await RememberAsync(db, merge, MergeRowKind.Contact, "contacts", "merged_into_id", ct);
        await db.Set<Contact>().Where(row => row.MergedIntoId == merged).ExecuteUpdateAsync(set => set.SetProperty(row => row.MergedIntoId, survivor), ct);
    }

    static Task<int> RememberAsync(CrmDb db, ContactMerge merge, MergeRowKind kind, string table, string column, CancellationToken ct)
    {
        var sql = $"INSERT INTO contact_merge_rows (merge_id, kind, row_id, was_primary) SELECT {{0}}, {{1}}, id, {(db.Database.IsNpgsql() ? "false" : "0")} FROM {table} WHERE {column} = {{2}}";
        return db.Database.ExecuteSqlRawAsync(sql, [Key(db, merge.Id), NameOf(kind), Key(db, merge.MergedId)], ct);
    }

    static string NameOf(MergeRowKind kind) => System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(kind.ToString());

    static object Key(CrmDb db, Guid id) => db.Database.IsNpgsql() ? id : id.ToByteArray(bigEndian: true);

    /// <returns>The survivor's rows that were primary before the merge.</returns>
    static async Task<IReadOnlyCollection<Guid>> ReturnAsync(CrmDb db, ContactMerge merge, CancellationToken ct)
    {
        var rows = (await db.Set<MergeRow>().Where(row => row.MergeId == merge.Id && row.Kind != MergeRowKind.Interaction && row.Kind != MergeRowKind.Participant && row.Kind != MergeRowKind.Contact)
            .ToListAsync(ct)).ToLookup(row => row.Kind);
        var primary = rows.SelectMany(of => of).Where(row => row.WasPrimary).Select(row => row.RowId).ToHashSet();
        foreach (var point in await MovedAsync<ContactPoint>(db, rows[MergeRowKind.ContactPoint], row => row.ContactId == merge.SurvivorId, ct))
            (point.ContactId, point.Primary) = (merge.MergedId, primary.Contains(point.Id));
        foreach (var place in await MovedAsync<Affiliation>(db, rows[MergeRowKind.Affiliation], row => row.ContactId == merge.SurvivorId, ct))
            (place.ContactId, place.Primary) = (merge.MergedId, primary.Contains(place.Id));
        foreach (var identity in await MovedAsync<Identity>(db, rows[MergeRowKind.Identity], row => row.ContactId == merge.SurvivorId, ct))
            identity.ContactId = merge.MergedId;
        foreach (var key in await MovedAsync<ExternalId>(db, rows[MergeRowKind.ExternalId], row => row.ContactId == merge.SurvivorId, ct))
            key.ContactId = merge.MergedId;
        db.RemoveRange(await MovedAsync<UnitMembership>(db, rows[MergeRowKind.UnitAdded], row => row.ContactId == merge.SurvivorId, ct));

        await ReturnAsync(db, merge, MergeRowKind.Interaction, "interactions", "contact_id", ct);
        await ReturnAsync(db, merge, MergeRowKind.Participant, "interaction_participants", "contact_id", ct);
        await ReturnAsync(db, merge, MergeRowKind.Contact, "contacts", "merged_into_id", ct);
        return [.. rows[MergeRowKind.Yielded].Select(row => row.RowId)];
    }

    /// <summary>
    /// By their keys alone: IS NOT DISTINCT FROM keeps PostgreSQL from looking for them by the survivor, all whose rows it would go through for
    /// each that comes back as long as it has no statistics of what was just moved.
    /// </summary>
    static Task<int> ReturnAsync(CrmDb db, ContactMerge merge, MergeRowKind kind, string table, string column, CancellationToken ct)
    {
        var sql = $"UPDATE {table} SET {column} = {{0}} WHERE {column} IS NOT DISTINCT FROM {{1}} "
            + "AND id IN (SELECT row_id FROM contact_merge_rows WHERE merge_id = {2} AND kind = {3})";
        return db.Database.ExecuteSqlRawAsync(sql, [Key(db, merge.MergedId), Key(db, merge.SurvivorId), Key(db, merge.Id), NameOf(kind)], ct);
    }

    static Task<List<T>> MovedAsync<T>(CrmDb db, IEnumerable<MergeRow> rows, Expression<Func<T, bool>> isThere, CancellationToken ct) where T : class
    {
        var ids = rows.Select(row => row.RowId).ToArray();
        return db.Set<T>().AsTracking().Where(isThere).Where(row => EF.Parameter(ids).Contains(EF.Property<Guid>(row, "Id"))).ToListAsync(ct);
    }

    static MergeRow With(MergeRow row, Guid merge)
    {
        row.MergeId = merge;
        return row;
    }
}
