using System.Reflection;
using System.Text.Json;

namespace Crm.Headless.Server.Contacts.Lifecycle;

/// <summary>Which of two values a merged person keeps: the survivor's, or the other one's where the survivor has none or somebody says so.</summary>
static class MergeFields
{
    /// <summary>Each a group of members that make sense together only.</summary>
    static readonly (MergeField Field, string[] Members)[] Groups =
    [
        (MergeField.Name, [nameof(Contact.GivenName), nameof(Contact.FamilyName), nameof(Contact.DisplayName)]),
        (MergeField.JobTitle, [nameof(Contact.JobTitle)]),
        (MergeField.BirthDate, [nameof(Contact.BirthDate)]),
        (MergeField.Language, [nameof(Contact.Language)]),
        (MergeField.TimeZone, [nameof(Contact.TimeZone)]),
        (MergeField.Email, [nameof(Contact.Email)]),
        (MergeField.Phone, [nameof(Contact.Phone)]),
        (MergeField.Account, [nameof(Contact.AccountId)]),
        (MergeField.Owner, [nameof(Contact.OwnerId)]),
    ];

    static readonly JsonSerializerOptions Json = new() { IncludeFields = true };

    /// <summary>Those that the survivor would take over.</summary>
    public static IReadOnlyList<MergeField> Taken(Contact survivor, Contact merged, IReadOnlyCollection<MergeField> chosen) =>
    [
        .. from @group in Groups
           let own = @group.Members.Select(member => Get(survivor, member))
           let other = @group.Members.Select(member => Get(merged, member))
           where other.Any(value => value is not null) && !own.SequenceEqual(other)
           where chosen.Contains(@group.Field) || IsBlank(@group.Field, survivor)
           select @group.Field,
    ];

    /// <returns>How to take it back.</returns>
    public static string Take(Contact survivor, Contact merged, IReadOnlyCollection<MergeField> chosen)
    {
        var changes = new List<MemberChange>();
        foreach (var field in Taken(survivor, merged, chosen))
            foreach (var member in Groups.Single(@group => @group.Field == field).Members)
            {
                var before = Text(survivor, member);
                Property(member).SetValue(survivor, Get(merged, member));
                changes.Add(new(member, before, Text(survivor, member)));
            }
        return JsonSerializer.Serialize(changes);
    }

    /// <summary>What somebody has changed since stays.</summary>
    public static void Restore(Contact survivor, string changes)
    {
        foreach (var change in JsonSerializer.Deserialize<List<MemberChange>>(changes)!)
            if (Text(survivor, change.Member) == change.After)
                Property(change.Member).SetValue(survivor, JsonSerializer.Deserialize(change.Before, Property(change.Member).PropertyType, Json));
    }

    // A name that is made of an email address or a key says nothing.
    static bool IsBlank(MergeField field, Contact survivor) => field == MergeField.Name
        ? survivor.GivenName is null && survivor.FamilyName is null
        : Groups.Single(@group => @group.Field == field).Members.All(member => Get(survivor, member) is null);

    static object? Get(Contact contact, string member) => Property(member).GetValue(contact);

    static string Text(Contact contact, string member) => JsonSerializer.Serialize(Get(contact, member), Property(member).PropertyType, Json);

    static PropertyInfo Property(string member) => typeof(Contact).GetProperty(member)!;

    sealed record MemberChange(string Member, string Before, string After);
}

/// <summary>What a contact says about a person, where a merge has to choose.</summary>
enum MergeField
{
    /// <summary>Given name, family name and display name.</summary>
    Name,

    /// <summary>The job title.</summary>
    JobTitle,

    /// <summary>The date of birth.</summary>
    BirthDate,

    /// <summary>The language.</summary>
    Language,

    /// <summary>The time zone.</summary>
    TimeZone,

    /// <summary>The primary email address.</summary>
    Email,

    /// <summary>The primary phone number.</summary>
    Phone,

    /// <summary>The account of the primary affiliation.</summary>
    Account,

    /// <summary>The user who looks after the contact.</summary>
    Owner,
}
