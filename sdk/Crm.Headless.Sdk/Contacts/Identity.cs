using Crm.Headless.GraphQL;

namespace Crm.Headless;

/// <summary>
/// A contact as another system knows it. The triple of provider, issuer and subject belongs to one contact only: a WeChat OpenID
/// is unique per app, a UnionID per open platform, an id of a shop system per shop.
/// </summary>
[VisibleWith<Contact>(nameof(ContactId))]
[Authorize("contacts:read")]
public sealed class Identity
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal set; }

    /// <summary>The contact.</summary>
    [GraphQLIgnore]
    public Guid ContactId { get; internal set; }

    /// <summary>The kind of system, such as "wechat-openid", "wechat-unionid", "shop".</summary>
    public string Provider { get; internal set; } = "";

    /// <summary>The app, platform or installation within which the subject is unique; empty when the provider has only one.</summary>
    public string Issuer { get; internal set; } = "";

    /// <summary>The contact's id there. It is stored encrypted.</summary>
    [Sensitive]
    public string Subject { get; internal set; } = "";

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }
}
