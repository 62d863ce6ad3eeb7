namespace Crm.Headless.Server.Events;

/// <summary>The events that a change publishes: <c>db.Publish(Outbox.ContactChanged(contact.Id, ChangeKind.Updated))</c>.</summary>
static class Outbox
{
    /// <summary>Also for what belongs to the contact: points of contact, affiliations, identities, units.</summary>
    public static OutboxEvent ContactChanged(Guid contactId, ChangeKind change) =>
        new() { Kind = RecordKind.Contact, Change = change, RecordId = contactId, ContactId = contactId };

    /// <summary>It is gone for good.</summary>
    public static OutboxEvent ContactDeleted(Guid contactId) => ContactChanged(contactId, ChangeKind.Deleted);

    /// <summary>In one lane with its undoing, the survivor's.</summary>
    public static OutboxEvent ContactMerged(ContactMerge merge) => OfMerge(merge, ChangeKind.Merged);

    public static OutboxEvent ContactUnmerged(ContactMerge merge) => OfMerge(merge, ChangeKind.Unmerged);

    /// <summary>The person is forgotten.</summary>
    public static OutboxEvent ContactErased(Guid contactId) => ContactChanged(contactId, ChangeKind.Erased);

    public static OutboxEvent AccountChanged(Guid accountId, ChangeKind change) =>
        new() { Kind = RecordKind.Account, Change = change, RecordId = accountId, AccountId = accountId };

    public static OutboxEvent InteractionRecorded(Interaction interaction) =>
        InteractionChanged(interaction, ChangeKind.Created, null);

    /// <summary>Corrected or voided: the new revision's status says which.</summary>
    public static OutboxEvent InteractionCorrected(Interaction interaction, Guid previousId) =>
        InteractionChanged(interaction, ChangeKind.Updated, previousId);

    static OutboxEvent OfMerge(ContactMerge merge, ChangeKind change) =>
        new() { Kind = RecordKind.Contact, Change = change, RecordId = merge.SurvivorId, PreviousId = merge.MergedId, ContactId = merge.SurvivorId };

    static OutboxEvent InteractionChanged(Interaction interaction, ChangeKind change, Guid? previousId) => new()
    {
        Kind = RecordKind.Interaction,
        Change = change,
        RecordId = interaction.Id,
        PreviousId = previousId,
        ContactId = interaction.ContactId,
        AccountId = interaction.AccountId,
    };
}
