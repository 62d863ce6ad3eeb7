using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Tests.Events;

/// <summary>Core's records, made without its commands.</summary>
static class Records
{
    public static async Task<Guid[]> AddContactsAsync(this Node node, int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        await node.CommitAsync(db =>
        {
            foreach (var id in ids) Add<Contact>(db, ("Id", id), ("DisplayName", "Somebody"));
            return Task.CompletedTask;
        });
        return ids;
    }

    public static Task RecordAsync(this Node node, Guid contactId, params string[] subjects) => node.CommitAsync(db =>
    {
        foreach (var subject in subjects) db.Record(contactId, subject);
        return Task.CompletedTask;
    });

    public static void Record(this CrmDb db, Guid contactId, string subject)
    {
        var id = Guid.CreateVersion7();
        var interaction = Add<Interaction>(db,
            ("Id", id), ("OriginalId", id), ("ContactId", contactId), ("Subject", subject), ("Kind", InteractionKinds.Note), ("Revision", 1));
        db.Publish(Outbox.InteractionRecorded(interaction));
    }

    /// <summary>Until readers may see all that is committed: transactions of other tests in the same cluster hold the feed back, too.</summary>
    public static async Task WaitUntilSettledAsync(this Node node)
    {
        await using var db = node.Open();
        await Eventually.IsAsync(async () => await EventFeed.LastAsync(db, default) == await EventFeed.LastSettledAsync(db, default));
    }

    /// <summary>What the handler has made of the contact's events.</summary>
    public static async Task<string> SeenAsync(this Node node, Guid contactId)
    {
        await using var db = node.Open();
        return (await db.Set<Tally>().SingleOrDefaultAsync(tally => tally.ContactId == contactId))?.Seen.Trim() ?? "";
    }

    static T Add<T>(CrmDb db, params (string Property, object? Value)[] values) where T : class, new()
    {
        var row = new T();
        var entry = db.Entry(row);
        foreach (var (property, value) in values) entry.Property(property).CurrentValue = value;
        entry.State = EntityState.Added;
        return row;
    }
}
