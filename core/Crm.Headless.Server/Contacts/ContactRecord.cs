using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Contacts;

/// <summary>A contact with all that belongs to it, while it is changed.</summary>
sealed class ContactRecord(CrmDb db, Contact contact)
{
    readonly ChangedRows _rows = new(db);

    public Contact Contact => contact;
    public Guid Id => contact.Id;
    public List<ContactPoint> Points { get; init; } = [];
    public List<Affiliation> Affiliations { get; init; } = [];
    public List<Identity> Identities { get; init; } = [];
    public List<UnitMembership> Units { get; init; } = [];
    public List<ExternalId> ExternalIds { get; init; } = [];

    public static ContactRecord New(CrmDb db, string? source, DateTimeOffset now)
    {
        var contact = new Contact { Id = Guid.CreateVersion7(now), Source = source, CreatedAt = now, UpdatedAt = now, Version = 1 };
        db.Add(contact);
        return new(db, contact);
    }

    public bool IsNew => _rows.IsNew(contact);

    /// <exception cref="PersonalDataRefusedException">What the record says already is nothing that the actor may know.</exception>
    public void RequireSight(FieldPath at) => db.RequireSight(!IsNew, at);

    public void Add<T>(List<T> to, T row) where T : class => _rows.Add(to, row);

    public void Remove<T>(List<T> from, T row) where T : class => _rows.Remove(from, row);

    /// <summary>Counts the change and publishes it, unless nothing changed.</summary>
    public RowOutcome Finish(DateTimeOffset now, ChangeKind change = ChangeKind.Updated)
    {
        var outcome = _rows.Outcome(contact, Parts);
        if (outcome == RowOutcome.Updated)
        {
            contact.UpdatedAt = now;
            _rows.Touch(contact);
        }
        if (outcome != RowOutcome.Unchanged)
            db.Publish(Outbox.ContactChanged(Id, outcome == RowOutcome.Created ? ChangeKind.Created : change));
        return outcome;
    }

    /// <summary>As if it had never been touched.</summary>
    public void Undo() => _rows.Undo(contact, Parts, Points, Affiliations, Identities, Units, ExternalIds);

    IEnumerable<object> Parts => [.. Points, .. Affiliations, .. Identities, .. Units, .. ExternalIds];
}
