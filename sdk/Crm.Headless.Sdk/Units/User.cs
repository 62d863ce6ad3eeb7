using Crm.Headless.GraphQL;

namespace Crm.Headless;

/// <summary>A person who works with the system: owner and actor of things. Comes from the identity provider.</summary>
[Node]
public sealed class User : ISearchResult
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal set; }

    /// <summary>The name to show.</summary>
    [Searchable, PersonalData]
    public string Name { get; internal set; } = "";

    /// <summary>The email address; null when unknown.</summary>
    [Searchable, PersonalData(Mask = PersonalDataMask.Email)]
    public string? Email { get; internal set; }

    /// <summary>The identity provider, as the URL of its issuer; null for a user that nobody has signed in as yet.</summary>
    public string? Issuer { get; internal set; }

    /// <summary>The user's id at the identity provider; null together with the issuer.</summary>
    [PersonalData]
    public string? Subject { get; internal set; }

    /// <summary>The unit that the user works for; null: the whole organisation.</summary>
    [GraphQLIgnore]
    public Guid? UnitId { get; internal set; }

    /// <summary>Whether the user is in use.</summary>
    public RecordStatus Status { get; internal set; }

    /// <summary>When the user was created.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>When the user was changed last.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>Counts the changes, from 1.</summary>
    public int Version { get; internal set; }
}
