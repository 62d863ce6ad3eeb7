using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Crm.Headless.GraphQL;

/// <summary>An id that is unique in the whole API: base64url of the type's name, a colon and the 16 bytes of the key, big-endian.</summary>
/// <param name="Type">As in the schema.</param>
/// <param name="Key">Of the record.</param>
public readonly record struct GlobalId(string Type, Guid Key)
{
    const int KeyBytes = 16;

    /// <summary>As clients read and send it.</summary>
    public static string Format(string type, Guid key)
    {
        Span<byte> bytes = stackalloc byte[BytesOf(type)];
        return Base64Url.EncodeToString(bytes[..Fill(bytes, type, key)]);
    }

    /// <summary>False: it is no id of the API.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out GlobalId id)
    {
        id = default;
        if (text.Length is 0 or > 400 || !Base64Url.IsValid(text)) return false;
        var bytes = Base64Url.DecodeFromChars(text);
        var colon = bytes.Length - KeyBytes - 1;
        if (colon < 1 || bytes[colon] != ':' || bytes.AsSpan(0, colon).ContainsAnyExceptInRange((byte)'0', (byte)'z')) return false;
        id = new(Encoding.UTF8.GetString(bytes, 0, colon), new Guid(bytes.AsSpan(colon + 1), bigEndian: true));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Format(Type, Key);

    internal static int BytesOf(string type) => Encoding.UTF8.GetMaxByteCount(type.Length) + 1 + KeyBytes;

    /// <summary>What is encoded; returns its length.</summary>
    internal static int Fill(Span<byte> bytes, string type, Guid key)
    {
        var length = Encoding.UTF8.GetBytes(type, bytes);
        bytes[length++] = (byte)':';
        key.TryWriteBytes(bytes[length..], bigEndian: true, out _);
        return length + KeyBytes;
    }
}
