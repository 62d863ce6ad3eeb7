using System.Text.Json;

namespace Crm.Headless.Server.Http.Sockets;

/// <summary>A message of graphql-transport-ws from the client.</summary>
internal sealed record SocketMessage(string Type, string? Id, JsonElement Payload)
{
    static readonly string[] Known = ["connection_init", "ping", "pong", "subscribe", "complete"];

    /// <exception cref="SocketClosedException">Not a message of the protocol: 4400.</exception>
    public static SocketMessage Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = RequestJson.Parse(utf8);
            return Read(json.RootElement.Clone());
        }
        catch (RefusedRequestException malformed)
        {
            throw SocketClosedException.Invalid(malformed.Message);
        }
    }

    static SocketMessage Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "type") is not { } type)
            throw SocketClosedException.Invalid("A message must be a JSON object with a \"type\".");
        if (!Known.Contains(type)) throw SocketClosedException.Invalid("The message's type is unknown.");
        var id = Text(root, "id");
        if (type is "subscribe" or "complete" && string.IsNullOrEmpty(id))
            throw SocketClosedException.Invalid($"A {type} message needs an \"id\".");
        return new SocketMessage(type, id, ReadPayload(root, type));
    }

    static JsonElement ReadPayload(JsonElement root, string type)
    {
        if (!root.TryGetProperty("payload", out var payload) || payload.ValueKind == JsonValueKind.Null)
            return type == "subscribe" ? throw SocketClosedException.Invalid("A subscribe message needs a \"payload\".") : default;
        return payload.ValueKind == JsonValueKind.Object
            ? payload
            : throw SocketClosedException.Invalid("A message's \"payload\" must be an object.");
    }

    static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var member)) return null;
        return member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : throw SocketClosedException.Invalid($"A message's \"{name}\" must be a string.");
    }
}
