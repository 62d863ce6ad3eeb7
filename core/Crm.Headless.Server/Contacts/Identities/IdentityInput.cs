using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Contacts;

/// <summary>A contact as another system knows it. The three together belong to one contact only.</summary>
record IdentityInput
{
    /// <summary>The kind of system, such as "wechat-openid", "wechat-unionid", "shop".</summary>
    public required string Provider { get; init; }

    /// <summary>The app, platform or installation within which the subject is unique; left out when the provider has only one.</summary>
    public string? Issuer { get; init; }

    /// <summary>The contact's id there.</summary>
    public required string Subject { get; init; }

    public IdentityKey Read(FieldPath at) => new(
        Text.Required(Provider, at["provider"], Text.Short),
        Text.Optional(Issuer, at["issuer"], Text.Key) ?? "",
        Text.Required(Subject, at["subject"], Text.Key));
}

/// <summary>What is unique about an identity.</summary>
readonly record struct IdentityKey(string Provider, string Issuer, string Subject)
{
    public static IdentityKey Of(Identity identity) => new(identity.Provider, identity.Issuer, identity.Subject);

    public override string ToString() => Issuer.Length == 0 ? $"{Provider}/{Subject}" : $"{Provider}/{Issuer}/{Subject}";
}
