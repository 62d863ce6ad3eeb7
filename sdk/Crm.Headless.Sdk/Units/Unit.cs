using Crm.Headless.GraphQL;

namespace Crm.Headless;

/// <summary>A part of the organisation's own tree: a group, a brand, a mall, a store, a team.</summary>
[Node]
public sealed class Unit : ISearchResult
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal set; }

    /// <summary>The name.</summary>
    [Searchable]
    public string Name { get; internal set; } = "";

    /// <summary>What it is.</summary>
    public UnitKind Kind { get; internal set; }

    /// <summary>A short code of its own, unique, such as "SH-012"; null when there is none.</summary>
    public string? Code { get; internal set; }

    /// <summary>The IANA time zone in which its days begin; null: that of its parent, at the root UTC.</summary>
    public string? TimeZone { get; internal set; }

    /// <summary>The unit above; null at a root.</summary>
    [GraphQLIgnore]
    public Guid? ParentId { get; internal set; }

    /// <summary>The keys from the root down to this unit, each followed by a slash: whoever begins with it is below it.</summary>
    [GraphQLIgnore]
    public string Path { get; internal set; } = "";

    /// <summary>Whether the unit is in use.</summary>
    public RecordStatus Status { get; internal set; }

    /// <summary>When the unit was created.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>When the unit was changed last.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>Counts the changes, from 1.</summary>
    public int Version { get; internal set; }
}

/// <summary>What a unit is.</summary>
public enum UnitKind
{
    /// <summary>A group of companies or brands.</summary>
    Group,

    /// <summary>A brand.</summary>
    Brand,

    /// <summary>A mall or another place with several stores.</summary>
    Mall,

    /// <summary>A store, online or not.</summary>
    Store,

    /// <summary>A team of people.</summary>
    Team,
}

/// <summary>A contact or account belongs to a unit; it may belong to several.</summary>
public sealed class UnitMembership
{
    /// <summary>The key.</summary>
    [GraphQLIgnore]
    public Guid Id { get; internal set; }

    /// <summary>The unit.</summary>
    [GraphQLIgnore]
    public Guid UnitId { get; internal set; }

    /// <summary>The contact; null: an account.</summary>
    [GraphQLIgnore]
    public Guid? ContactId { get; internal set; }

    /// <summary>The account; null: a contact.</summary>
    [GraphQLIgnore]
    public Guid? AccountId { get; internal set; }
}
