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

    /// <summary>Makes them.</summary>
    /// <returns>The ids of the users.</returns>
    public static async Task<IReadOnlyList<string>> CreateAsync(InProcessApi api, CancellationToken ct)
    {
        foreach (var (code, name, kind, parent, zone) in Units)
            await api.RunAsync("mutation($input: CreateUnitInput!) { createUnit(input: $input) { unit { id } } }", Input(new()
            {
                ["code"] = code,
                ["name"] = name,
                ["kind"] = kind,
                ["timeZone"] = zone,
                ["parent"] = UnitRef(parent),
            }), ct);

        var ids = new List<string>();
        foreach (var (name, email, unit) in Users)
        {
            var data = await api.RunAsync("mutation($input: CreateUserInput!) { createUser(input: $input) { user { id } } }", Input(new()
            {
                ["name"] = name,
                ["email"] = email,
                ["unit"] = UnitRef(unit),
            }), ct);
            ids.Add(data.GetProperty("createUser").GetProperty("user").GetProperty("id").GetString()!);
        }
        return ids;
    }

    public static JsonObject? UnitRef(string? code) => code is null ? null : new() { ["code"] = code };

    static JsonObject Input(JsonObject input) => new() { ["input"] = input };
}
