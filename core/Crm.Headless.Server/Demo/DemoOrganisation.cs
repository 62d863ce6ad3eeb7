using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.Server.InProcess;

namespace Crm.Headless.Server.Demo;

/// <summary>The demonstration's own organisation: a group with brands, malls and stores, and the people who work there.</summary>
internal static class DemoOrganisation
{
    static readonly (string Code, string Name, string Kind, string? Parent, string? TimeZone)[] Units =
    [
        ("HARBOUR", "Harbour Group", "GROUP", null, "Asia/Shanghai"),
        ("TEA", "Nine Leaves Tea", "BRAND", "HARBOUR", null),
        ("BOOKS", "Lighthouse Books", "BRAND", "HARBOUR", null),
        ("BUND", "The Bund Mall", "MALL", "HARBOUR", null),
        ("SH-01", "Nine Leaves, The Bund", "STORE", "BUND", null),
        ("SH-02", "Lighthouse, The Bund", "STORE", "BUND", null),
        ("BJ-01", "Nine Leaves, Sanlitun", "STORE", "TEA", null),
        ("BER-01", "Lighthouse, Berlin", "STORE", "BOOKS", "Europe/Berlin"),
        ("WEB", "Online store", "STORE", "HARBOUR", null),
    ];

    static readonly (string Name, string Email, string Unit)[] Users =
    [
        ("林 晓", "lin.xiao@harbour.example", "SH-01"),
        ("Johanna Krüger", "johanna.krueger@harbour.example", "BER-01"),
        ("陈 建国", "chen.jianguo@harbour.example", "BJ-01"),
        ("Sam Okafor", "sam.okafor@harbour.example", "WEB"),
    ];

    public static IReadOnlyList<string> Stores { get; } = [.. Units.Where(unit => unit.Kind == "STORE").Select(unit => unit.Code)];

    /// <summary>Makes those that aren't there yet.</summary>
    /// <returns>The ids of the users.</returns>
    public static async Task<IReadOnlyList<string>> CreateAsync(InProcessApi api, CancellationToken ct)
    {
        foreach (var (code, name, kind, parent, zone) in Units)
        {
            await FindOrCreateAsync(api, "unit", "code", code, new()
            {
                ["code"] = code,
                ["name"] = name,
                ["kind"] = kind,
                ["timeZone"] = zone,
                ["parent"] = UnitRef(parent),
            }, ct);
        }

        var ids = new List<string>();
        foreach (var (name, email, unit) in Users)
        {
            ids.Add(await FindOrCreateAsync(api, "user", "email", email, new()
            {
                ["name"] = name,
                ["email"] = email,
                ["unit"] = UnitRef(unit),
            }, ct));
        }
        return ids;
    }

    public static JsonObject? UnitRef(string? code) => code is null ? null : new() { ["code"] = code };

    /// <param name="type">In lower case, as in the names of its fields.</param>
    /// <param name="key">The field that no two share.</param>
    static async Task<string> FindOrCreateAsync(
        InProcessApi api, string type, string key, string value, JsonObject input, CancellationToken ct)
    {
        var query = $$"""query($key: String!) { {{type}}s(first: 1, where: { {{key}}: { eq: $key } }) { nodes { id } } }""";
        var known = await api.RunAsync(query, new() { ["key"] = value }, ct);
        foreach (var found in known.GetProperty(type + "s").GetProperty("nodes").EnumerateArray()) return IdOf(found);

        var name = char.ToUpperInvariant(type[0]) + type[1..];
        var mutation = $$"""mutation($input: Create{{name}}Input!) { create{{name}}(input: $input) { {{type}} { id } } }""";
        var made = await api.RunAsync(mutation, new() { ["input"] = input }, ct);
        return IdOf(made.GetProperty("create" + name).GetProperty(type));
    }

    static string IdOf(JsonElement record) => record.GetProperty("id").GetString()!;
}
