namespace Crm.Headless.Server.Data;

// The numbers are stored.
/// <summary>What search can find.</summary>
internal enum SearchKind
{
    /// <summary>A contact.</summary>
    Contact = 1,

    /// <summary>An account.</summary>
    Account = 2,

    /// <summary>A unit.</summary>
    Unit = 3,

    /// <summary>A user.</summary>
    User = 4,
}

/// <summary>Something that search found.</summary>
internal sealed record SearchHit(SearchKind Kind, Guid Id);
