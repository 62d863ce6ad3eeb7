using System.Text;
using System.Text.Json;

namespace Crm.Headless.Server.Http;

/// <summary>
/// The installation's own operations: <c>{"id": "query { ... }"}</c>, as Relay's compiler writes it, or Apollo's manifest
/// (<c>{"format": "apollo-persisted-query-manifest", "operations": [{"id": ..., "body": ...}]}</c>).
/// </summary>
internal static class PersistedOperationsFile
{
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Read(string? path)
    {
        if (path is null) return new Dictionary<string, ReadOnlyMemory<byte>>();
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return Entries(json.RootElement).ToDictionary(entry => entry.Id, entry => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(entry.Body));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException
            or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new StartupException(
                $"The persisted operations in {path} (Crm:GraphQL:PersistedOperations) can't be read: {unreadable.Message} "
                + "The file must be a JSON object of documents by id, or Apollo's manifest.", unreadable);
        }
    }

    static IEnumerable<(string Id, string Body)> Entries(JsonElement root) =>
        root.TryGetProperty("operations", out var operations) && operations.ValueKind == JsonValueKind.Array
            ? operations.EnumerateArray().Select(one => (one.GetProperty("id").GetString()!, one.GetProperty("body").GetString()!))
            : root.EnumerateObject().Select(one => (one.Name, one.Value.GetString()!));
}
