namespace Crm.Headless.Server.Tests.Data;

/// <summary>Rows to put into a database; InternalsVisibleTo doesn't reach the SDK, so their setters are called by name.</summary>
static class Samples
{
    static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Contact Contact(string name) => With(new Contact(), row =>
    {
        Set(row, nameof(Headless.Contact.Id), Guid.CreateVersion7(Start));
        Set(row, nameof(Headless.Contact.DisplayName), name);
        Set(row, nameof(Headless.Contact.CreatedAt), Start);
        Set(row, nameof(Headless.Contact.UpdatedAt), Start);
    });

    public static Interaction Interaction(Guid contact, DateTimeOffset at) => With(new Interaction(), row =>
    {
        var id = Guid.CreateVersion7(Start);
        Set(row, nameof(Headless.Interaction.Id), id);
        Set(row, nameof(Headless.Interaction.OriginalId), id);
        Set(row, nameof(Headless.Interaction.Revision), 1);
        Set(row, nameof(Headless.Interaction.Kind), InteractionKinds.Purchase);
        Set(row, nameof(Headless.Interaction.ContactId), contact);
        Set(row, nameof(Headless.Interaction.OccurredAt), at);
        Set(row, nameof(Headless.Interaction.RecordedAt), at);
    });

    public static ContactPoint Point(Contact contact, ContactPointKind kind, string value) => With(new ContactPoint(), row =>
    {
        Set(row, nameof(ContactPoint.Id), Guid.CreateVersion7(Start));
        Set(row, nameof(ContactPoint.ContactId), contact.Id);
        Set(row, nameof(ContactPoint.Kind), kind);
        Set(row, nameof(ContactPoint.Value), value);
        Set(row, nameof(ContactPoint.CreatedAt), Start);
    });

    public static void Set(object row, string property, object? value) => row.GetType().GetProperty(property)!.SetValue(row, value);

    static T With<T>(T row, Action<T> fill)
    {
        fill(row);
        return row;
    }
}
