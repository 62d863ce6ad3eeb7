using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.Server.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Database = Crm.Headless.Server.Data.Database;

namespace Crm.Headless.Testing.Conformance;

/// <summary>That merged people are separated as they were, and that of those who are forgotten nothing is left.</summary>
static class PersonChecks
{
    const string Canary = "canary";

    public static async Task<IReadOnlyList<string>> FindAsync(CrmTestHost host, string id)
    {
        var (ann, anna) = (await PersonAsync(host, "Ann"), await PersonAsync(host, Canary));
        if (await SampleData.FaultAsync(host) is { } fault) return [fault];
        var preview = (await host.QueryAsync(
            "query($input: MergeContactsInput!) { contactMergePreview(input: $input) { passivePlugins rows { owner count } } }", new { input = new { survivorId = ann, mergedId = anna } }))
            .GetProperty("contactMergePreview");
        var passive = preview.GetProperty("passivePlugins").EnumerateArray().Select(plugin => plugin.GetString()!).ToList();
        if (passive.Contains(id)) return ["It keeps rows about contacts and doesn't say what becomes of them when people are merged or forgotten. Write a class that implements IPersonLifecycle."];
        var isCounted = preview.GetProperty("rows").EnumerateArray().Any(rows => rows.GetProperty("owner").GetString() == id && rows.GetProperty("count").GetInt64() > 0);
        return
        [
            .. await FindInTellingAsync(host, id, anna, isCounted),
            .. await FindInMergeAsync(host, ann, anna, passive),
            .. await FindInEraseAsync(host, id, anna, passive),
        ];
    }

    /// <summary>Where it has rows about somebody, it says so before a merge and in an export.</summary>
    static async Task<IReadOnlyList<string>> FindInTellingAsync(CrmTestHost host, string id, string contact, bool isCounted)
    {
        if (await TellingAsync(host, id, await KeyAsync(host)) is not [var place, ..]) return [];
        var isExported = (await ExportedAsync(host, contact)).GetProperty("plugins").TryGetProperty(id, out _);
        return
        [
            .. isCounted ? Array.Empty<string>() : [$"{place} tells of a person, and the preview of a merge counts no rows. Count them in IPersonLifecycle.CountAsync."],
            .. isExported ? Array.Empty<string>() : [$"{place} tells of a person, and the export of the person doesn't. Return it from IPersonLifecycle.ExportAsync."],
        ];
    }

    static async Task<IReadOnlyList<string>> FindInMergeAsync(CrmTestHost host, string ann, string anna, List<string> accept)
    {
        var before = (await ExportAsync(host, ann), await ExportAsync(host, anna));
        if (await SampleData.RefusalAsync(host, "mergeContacts", new { survivorId = ann, mergedId = anna, acceptPlugins = accept }) is { } merge)
            return [$"Two contacts can't be merged: {merge} Correct IPersonLifecycle.MergeAsync."];
        if (await SampleData.RefusalAsync(host, "unmergeContacts", new { mergedId = anna, acceptPlugins = accept }) is { } unmerge)
            return [$"Two contacts that were merged can't be separated: {unmerge} Correct IPersonLifecycle.UnmergeAsync."];
        return before == (await ExportAsync(host, ann), await ExportAsync(host, anna))
            ? []
            : ["Two contacts that were merged and separated again don't export the same as before. Undo in IPersonLifecycle.UnmergeAsync what MergeAsync does."];
    }

    static async Task<IReadOnlyList<string>> FindInEraseAsync(CrmTestHost host, string id, string contact, List<string> accept)
    {
        var key = await KeyAsync(host);
        if (await SampleData.RefusalAsync(host, "eraseContact", new { id = contact, acceptPlugins = accept }) is { } refusal)
            return [$"A contact can't be erased: {refusal} Correct IPersonLifecycle.EraseAsync."];
        return
        [
            .. from place in await TellingAsync(host, id, key)
               select $"{place} still tells of a person who was forgotten. Remove or empty it in IPersonLifecycle.EraseAsync.",
        ];
    }

    /// <summary>The plugin's columns that tell of the person.</summary>
    static async Task<IReadOnlyList<string>> TellingAsync(CrmTestHost host, string id, Guid key)
    {
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        var prefix = lease.Generation.Plugins.Single(plugin => plugin.Id == id).Manifest.TablePrefix;
        return await EveryColumn.FindAsync(host.Services.GetRequiredService<Database>(), value => Tells(value, key), prefix);
    }

    /// <summary>The key of the contact that is to be forgotten, as rows refer to it.</summary>
    static async Task<Guid> KeyAsync(CrmTestHost host)
    {
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        await using var db = lease.Generation.Contexts.Factory.CreateDbContext();
        return db.Set<Contact>().Single(contact => contact.GivenName == Canary).Id;
    }

    static bool Tells(object value, Guid key) => value switch
    {
        Guid id => id == key,
        byte[] { Length: 16 } bytes => new Guid(bytes, bigEndian: true) == key,
        _ => EveryColumn.Holds(value, Canary) || EveryColumn.Holds(value, key.ToString()),
    };

    static async Task<string> PersonAsync(CrmTestHost host, string name)
    {
        var data = await host.QueryAsync("mutation($input: CreateContactInput!) { createContact(input: $input) { contact { id } errors { ... on Error { message } } } }",
            new { input = new { givenName = name, email = $"{name.ToLowerInvariant()}@example.com" } });
        var id = data.GetProperty("createContact").GetProperty("contact").GetProperty("id").GetString()!;
        await SampleData.PurchaseAsync(host, new { id }, 20);
        return id;
    }

    /// <summary>Without versions and the times of changes, which go on.</summary>
    static async Task<string> ExportAsync(CrmTestHost host, string id)
    {
        var export = JsonNode.Parse((await ExportedAsync(host, id)).GetRawText())!;
        Strip(export);
        return export.ToJsonString();
    }

    static void Strip(JsonNode? node)
    {
        if (node is JsonArray list)
            foreach (var item in list) Strip(item);
        if (node is not JsonObject members) return;
        foreach (var (name, value) in members.ToList())
            if (name is "version" or "updatedAt") members.Remove(name);
            else Strip(value);
    }

    static async Task<JsonElement> ExportedAsync(CrmTestHost host, string id)
    {
        var data = await host.QueryAsync("mutation($input: ExportContactInput!) { exportContact(input: $input) { export errors { ... on Error { message } } } }", new { input = new { id } });
        var export = data.GetProperty("exportContact").GetProperty("export");
        return export.ValueKind == JsonValueKind.Object ? export : throw new InvalidOperationException($"A contact can't be exported: {data}");
    }
}
