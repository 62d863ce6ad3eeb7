using Crm.Headless.GraphQL;

namespace Crm.Headless;

/// <summary>A person that the business has to do with: a customer, a member, somebody at an account.</summary>
[Node, AllowMembers]
public sealed class Contact : ISearchResult
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal set; }

    /// <summary>The given name or names, as the person writes them; null when unknown.</summary>
    [Searchable, PersonalData]
    public string? GivenName { get; internal set; }

    /// <summary>The family name; null when unknown.</summary>
    [Searchable, PersonalData]
    public string? FamilyName { get; internal set; }

    /// <summary>The name to show: as given, or made of the given and family name in the order of their script.</summary>
    [Searchable, PersonalData]
    public string DisplayName { get; internal set; } = "";

    /// <summary>What the person does, such as "Sales Representative"; null when unknown.</summary>
    [Searchable, PersonalData]
    public string? JobTitle { get; internal set; }

    /// <summary>The day of birth; null when unknown. Its year may be unknown by itself.</summary>
    [PersonalData]
    public BirthDate? BirthDate { get; internal set; }

    /// <summary>The preferred language as a BCP 47 tag such as "zh-Hans"; null when unknown.</summary>
    public string? Language { get; internal set; }

    /// <summary>The IANA time zone such as "Asia/Shanghai"; null when unknown.</summary>
    public string? TimeZone { get; internal set; }

    /// <summary>The primary email address; null when there is none. Not unique: families share one.</summary>
    [Searchable, PersonalData(Mask = PersonalDataMask.Email)]
    public string? Email { get; internal set; }

    /// <summary>The primary phone number as it was written; null when there is none. Not unique.</summary>
    [Searchable, PersonalData(Mask = PersonalDataMask.Phone)]
    public string? Phone { get; internal set; }

    /// <summary>The account of the primary affiliation; null when there is none.</summary>
    [GraphQLIgnore]
    public Guid? AccountId { get; internal set; }

    /// <summary>The user who looks after this contact; null: nobody in particular.</summary>
    [GraphQLIgnore]
    public Guid? OwnerId { get; internal set; }

    /// <summary>Where the contact came from, such as "web" or "northwind"; null when unknown.</summary>
    [AllowMembers(false)]
    public string? Source { get; internal set; }

    /// <summary>The contact that this one was merged into, which goes on in its place; null: it stands for itself.</summary>
    [GraphQLIgnore]
    public Guid? MergedIntoId { get; internal set; }

    /// <summary>Whether the contact is in use.</summary>
    public RecordStatus Status { get; internal set; }

    /// <summary>When the contact was created.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>When the contact was changed last.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>Counts the changes, from 1. An update that names the version it saw is refused if there is a newer one.</summary>
    public int Version { get; internal set; }
}

/// <summary>Whether a record is in use.</summary>
public enum RecordStatus
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>Put away: kept with all its history, left out of lists unless they ask for it.</summary>
    Archived,
}
