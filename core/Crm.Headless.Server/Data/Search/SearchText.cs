using Crm.Headless.Server.Data.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Crm.Headless.Server.Data.Search;

/// <summary>What one row says to search.</summary>
/// <param name="Record">What is found: of a contact point, its contact.</param>
/// <param name="Source">The row.</param>
/// <param name="Text">Normalized, one line for each value; null when the row says nothing any more.</param>
sealed record SearchText(SearchKind Kind, Guid Record, Guid Source, string? Text)
{
    /// <summary>The changes of a unit of work that search has to know.</summary>
    public static List<SearchText> ChangedBy(ChangeTracker tracker)
    {
        var changed = new List<SearchText>();
        foreach (var entry in tracker.Entries())
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && Of(entry.Entity) is { } text)
                changed.Add(entry.State == EntityState.Deleted ? text with { Text = null } : text);
        return changed;
    }

    static SearchText? Of(object entity) => entity switch
    {
        Contact contact => new(SearchKind.Contact, contact.Id, contact.Id, NameLines(contact)),
        ContactPoint point => new(SearchKind.Contact, point.ContactId, point.Id, point.Kind == ContactPointKind.Address ? null : Lines(MatchKey.Of(point.Kind, point.Value))),
        Account account => new(SearchKind.Account, account.Id, account.Id, Lines(account.Name, Digits(account.Phone))),
        Unit unit => new(SearchKind.Unit, unit.Id, unit.Id, Lines(unit.Name, unit.Code)),
        User user => new(SearchKind.User, user.Id, user.Id, Lines(user.Name, user.Email)),
        _ => null,
    };

    /// <summary>Given and family name only where the display name doesn't show them. Emails and phones are the contact points'.</summary>
    static string? NameLines(Contact contact)
        => Lines([contact.DisplayName, .. new[] { contact.GivenName, contact.FamilyName }.Where(name => name is not null && !contact.DisplayName.Contains(name, StringComparison.Ordinal))]);

    static string? Digits(string? phone) => phone is null ? null : TextNormalizer.Digits(phone);

    static string? Lines(params IEnumerable<string?> values)
    {
        var lines = values.Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => TextNormalizer.Normalize(value!).ReplaceLineEndings(" ").Trim());
        var text = string.Join('\n', lines);
        return text == "" ? null : text;
    }
}
