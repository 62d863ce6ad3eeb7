using Crm.Headless.GraphQL;

namespace Crm.Headless;

/// <summary>An organisation that the business has to do with: a company, a household, an association.</summary>
[Node]
public sealed class Account : ISearchResult
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal set; }

    /// <summary>The name. Not unique.</summary>
    [Searchable]
    public string Name { get; internal set; } = "";

    /// <summary>The line of business; null when unknown.</summary>
    [Searchable]
    public string? Industry { get; internal set; }

    /// <summary>The web site; null when unknown.</summary>
    public Uri? Website { get; internal set; }

    /// <summary>The phone number as it was written; null when unknown.</summary>
    [Searchable]
    public string? Phone { get; internal set; }

    /// <summary>The postal address; null when unknown.</summary>
    public PostalAddress? Address { get; internal set; }

    /// <summary>The account that this one is a part of; null: it stands for itself.</summary>
    [GraphQLIgnore]
    public Guid? ParentId { get; internal set; }

    /// <summary>The user who looks after this account; null: nobody in particular.</summary>
    [GraphQLIgnore]
    public Guid? OwnerId { get; internal set; }

    /// <summary>Where the account came from; null when unknown.</summary>
    public string? Source { get; internal set; }

    /// <summary>Whether the account is in use.</summary>
    public RecordStatus Status { get; internal set; }

    /// <summary>When the account was created.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>When the account was changed last.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>Counts the changes, from 1.</summary>
    public int Version { get; internal set; }
}
