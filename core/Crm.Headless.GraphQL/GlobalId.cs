using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL;

/// <summary>An id that is unique in the whole API: base64url of the type's name, a colon and the 16 bytes of the key, big-endian.</summary>
public readonly record struct GlobalId(string Type, Guid Key)
{
    const int KeyBytes = 16;

    public static string Format(string type, Guid key)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(type.Length) + 1 + KeyBytes];
        return Base64Url.EncodeToString(bytes[..Fill(bytes, type, key)]);
    }

    /// <exception cref="CoercionException">It is no id of this API.</exception>
    public static GlobalId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new CoercionException(Unreadable(text));

    /// <exception cref="CoercionException">It is no id, or one of another type.</exception>
    public static Guid Parse(string text, string type)
    {
        var id = Parse(text);
        return id.Type == type
            ? id.Key
            : throw new CoercionException($"\"{Shorten(text)}\" is an id of type {id.Type}; one of type {type} is expected.");
    }

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

    public override string ToString() => Format(Type, Key);

    /// <summary>Writes it without making a string of it.</summary>
    internal static void Write(Utf8JsonWriter writer, string type, Guid key)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(type.Length) + 1 + KeyBytes];
        var length = Fill(bytes, type, key);
        Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(length)];
        Base64Url.EncodeToUtf8(bytes[..length], text);
        writer.WriteStringValue(text);
    }

    static int Fill(Span<byte> bytes, string type, Guid key)
    {
        var length = Encoding.UTF8.GetBytes(type, bytes);
        bytes[length++] = (byte)':';
        key.TryWriteBytes(bytes[length..], bigEndian: true, out _);
        return length + KeyBytes;
    }

    internal static string Unreadable(string text) => $"\"{Shorten(text)}\" is no id of this API. Take ids from answers, as they are.";

    static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
