using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Headless.Server.Import;

/// <summary>
/// What becomes of a file's rows: for accounts, contacts and interactions a template of the bulk mutation's row, in which
/// <c>{Column}</c> stands for a column's value. So whatever the API takes can be imported, fields of plugins included.
/// </summary>
internal sealed record ImportMap
{
    static readonly string[] Known = ["source", "format", "encoding", "timeZone", "accounts", "contacts", "interactions"];

    /// <summary>The name of the system that the file comes from: with a row's <c>externalId</c> it tells whether the row is already here.</summary>
    public required string Source { get; init; }
    public string? Format { get; init; }
    public string? Encoding { get; init; }

    /// <summary>In which local times are meant; null: they are UTC, and the file doesn't say where they were read off a clock.</summary>
    public TimeZoneInfo? TimeZone { get; init; }
    public JsonObject? Accounts { get; init; }
    public JsonObject? Contacts { get; init; }
    public JsonObject? Interactions { get; init; }

    public static ImportMap Load(string path)
    {
        if (!File.Exists(path)) throw new StartupException($"The map \"{path}\" does not exist.");
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            return Read(JsonNode.Parse(File.ReadAllText(path), documentOptions: options)!.AsObject());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new StartupException($"The map \"{path}\" is not a JSON object of the expected form: {e.Message}");
        }
    }

    static ImportMap Read(JsonObject json)
    {
        foreach (var (name, _) in json)
            if (!Known.Contains(name)) throw new StartupException($"The map has a member \"{name}\". Known are {string.Join(", ", Known)}.");
        var map = new ImportMap
        {
            Source = (string?)json["source"] ?? throw new StartupException("The map lacks \"source\", the name of the system that the file comes from."),
            Format = (string?)json["format"],
            Encoding = (string?)json["encoding"],
            TimeZone = ZoneOf((string?)json["timeZone"]),
            Accounts = (JsonObject?)json["accounts"],
            Contacts = (JsonObject?)json["contacts"],
            Interactions = (JsonObject?)json["interactions"],
        };
        if (map is { Accounts: null, Contacts: null, Interactions: null })
            throw new StartupException("The map says nothing of accounts, contacts or interactions, so there is nothing to import.");
        return map;
    }

    static TimeZoneInfo? ZoneOf(string? name) =>
        name is null ? null
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
        : throw new StartupException($"The map names the time zone \"{name}\", which is not known. Use an IANA name such as Europe/Berlin.");
}
