using Crm.Headless.GraphQL;
using Crm.Headless.Server.Contacts;
using Crm.Headless.Server.Units;

namespace Crm.Headless.Server.Accounts;

/// <summary>What can be said about an account. What isn't given stays as it is; what is given as null becomes unknown.</summary>
abstract record AccountInput
{
    /// <summary>The line of business.</summary>
    public Optional<string?> Industry { get; init; }

    /// <summary>The whole address of the web site, such as "https://example.com".</summary>
    public Optional<string?> Website { get; init; }

    /// <summary>The phone number, as you write it.</summary>
    public Optional<string?> Phone { get; init; }

    /// <summary>The postal address.</summary>
    public Optional<PostalAddressInput?> Address { get; init; }

    /// <summary>The account that this one is a part of.</summary>
    public Optional<AccountRefInput?> Parent { get; init; }

    /// <summary>The user who looks after this account.</summary>
    [ID<User>]
    public Optional<Guid?> OwnerId { get; init; }

    /// <summary>All the units that the account belongs to.</summary>
    public Optional<IReadOnlyList<UnitRefInput>> Units { get; init; }
}
