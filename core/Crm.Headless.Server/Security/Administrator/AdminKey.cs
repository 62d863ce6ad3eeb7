using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Headless.Server.Security;

/// <summary>The key of this installation's administrator.</summary>
internal static class AdminKey
{
    public const string Prefix = "crm_admin_";

    public static string Make() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A plain hash is enough: nobody can guess 256 random bits, however fast he hashes.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
