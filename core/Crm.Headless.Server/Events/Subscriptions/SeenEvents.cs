using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>
/// Whether the actor sees what an event is about, at the moment at which it is answered: what he saw when he subscribed doesn't count.
/// </summary>
sealed class SeenEvents(ReadSession reads, PluginEventTypes plugins, Actor actor)
{
    /// <summary>What a field is told of a message; null: nothing, because the actor doesn't see it, or because nobody understands it any more.</summary>
    /// <exception cref="UnreadableEventException">Its record was changed since it was published.</exception>
    public async ValueTask<object?> ReadAsync(object message, CancellationToken ct) =>
        !await IsSeenAsync(message, ct) ? null : message is OutboxEvent row ? plugins.ReadNewest(row) : message;

    async ValueTask<bool> IsSeenAsync(object message, CancellationToken ct) => message switch
    {
        ContactChanged e => await IsSeenAsync<Contact>(e.Contact.Id, ct),
        ContactMerged e => await IsSeenAsync<Contact>(e.Survivor.Id, ct),
        ContactUnmerged e => await IsSeenAsync<Contact>(e.Survivor.Id, ct) && await IsSeenAsync<Contact>(e.Separated.Id, ct),
        AccountChanged e => await IsSeenAsync<Account>(e.Account.Id, ct),
        InteractionRecorded e => await IsSeenAsync<Interaction>(e.Interaction.Id, ct),
        InteractionCorrected e => await IsSeenAsync<Interaction>(e.Interaction.Id, ct),
        Plugins.Life.PluginOperation or Jobs.PluginJob => true, // They belong to nobody's part of the organisation.
        OutboxEvent { ContactId: { } contact } => await IsSeenAsync<Contact>(contact, ct),
        OutboxEvent { AccountId: { } account } => await IsSeenAsync<Account>(account, ct),
        _ => actor.Units is null, // What is gone belongs to no unit any more.
    };

    Task<bool> IsSeenAsync<T>(Guid id, CancellationToken ct) where T : class => reads.ReadAsync(
        async db => db.Policies?.Restrict<T>(db) is not true || await db.Seen<T>().AnyAsync(record => EF.Property<Guid>(record, "Id") == id, ct), ct);
}
