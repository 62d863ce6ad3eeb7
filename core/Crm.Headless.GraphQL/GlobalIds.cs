using System.Buffers.Text;
using System.Text.Json;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL;

/// <summary>Global ids as the engine reads and writes them.</summary>
public static class GlobalIds
{
    extension(GlobalId)
    {
        /// <exception cref="CoercionException">It is no id of this API.</exception>
        public static GlobalId Parse(string text) => GlobalId.TryParse(text, out var id)
            ? id
            : throw new CoercionException(Unreadable(text));

        /// <exception cref="CoercionException">It is no id, or one of another type.</exception>
        public static Guid Parse(string text, string type)
        {
            var id = GlobalId.Parse(text);
            return id.Type == type
                ? id.Key
                : throw new CoercionException($"\"{Shorten(text)}\" is an id of type {id.Type}; one of type {type} is expected.");
        }

        /// <summary>Writes it without making a string of it.</summary>
        internal static void Write(Utf8JsonWriter writer, string type, Guid key)
        {
            Span<byte> bytes = stackalloc byte[GlobalId.BytesOf(type)];
            var length = GlobalId.Fill(bytes, type, key);
            Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(length)];
            Base64Url.EncodeToUtf8(bytes[..length], text);
            writer.WriteStringValue(text);
        }

        internal static string Unreadable(string text) => $"\"{Shorten(text)}\" is no id of this API. Take ids from answers, as they are.";
    }

    static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
