namespace Crm.Headless.Server.Data;

/// <summary>What search finds. The numbers are stored.</summary>
internal enum SearchKind { Contact = 1, Account = 2, Unit = 3, User = 4 }

/// <summary>Something that search found.</summary>
internal sealed record SearchHit(SearchKind Kind, Guid Id);
