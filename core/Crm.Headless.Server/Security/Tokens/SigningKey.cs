namespace Crm.Headless.Server.Security;

/// <summary>A key that signs access tokens (ES256), the same on every node. Its id is the <c>kid</c>.</summary>
sealed class SigningKey
{
    public Guid Id { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>From when on its tokens aren't taken any more; null: it signs, or will be followed by another one.</summary>
    public DateTimeOffset? RetiresAt { get; set; }

    /// <summary>PKCS #8, encrypted with a data key.</summary>
    public byte[] PrivateKey { get; set; } = [];

    /// <summary>SubjectPublicKeyInfo.</summary>
    public byte[] PublicKey { get; set; } = [];
}
