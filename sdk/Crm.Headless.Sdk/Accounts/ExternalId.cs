using Crm.Headless.GraphQL;

namespace Crm.Headless;

/// <summary>The key of a contact or account in another system. Unique per source: a second import finds the record by it.</summary>
[VisibleWith<Contact>(nameof(ContactId)), VisibleWith<Account>(nameof(AccountId))]
[AllowAnonymous]
public sealed class ExternalId
{
    /// <summary>The key.</summary>
    [GraphQLIgnore]
    public Guid Id { get; internal set; }

    /// <summary>The contact that it stands for; null: an account.</summary>
    [GraphQLIgnore]
    public Guid? ContactId { get; internal set; }

    /// <summary>The account that it stands for; null: a contact.</summary>
    [GraphQLIgnore]
    public Guid? AccountId { get; internal set; }

    /// <summary>The other system, such as "erp".</summary>
    public string Source { get; internal set; } = "";

    /// <summary>The key there.</summary>
    public string Value { get; internal set; } = "";
}
