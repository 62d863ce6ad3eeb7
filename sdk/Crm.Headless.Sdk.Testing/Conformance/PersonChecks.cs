using System.Text;
using System.Text.Json;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Database = Crm.Headless.Server.Data.Database;

namespace Crm.Headless.Testing;

/// <summary>That merged people are separated as they were, and that of those who are forgotten nothing is left.</summary>
static class PersonChecks
{
    const string Canary = "canary";

    public static async Task<IReadOnlyList<string>> FindAsync(string id, CrmTestOptions options)
    {
        await using var host = await CrmTestHost.StartAsync(options);
        var (ann, anna) = (await PersonAsync(host, "Ann"), await PersonAsync(host, Canary));
        if (await SampleData.FaultAsync(host) is { } fault) return [fault];
        var passive = (await host.QueryAsync(
            "query($input: MergeContactsInput!) { contactMergePreview(input: $input) { passivePlugins } }", new { input = new { survivorId = ann, mergedId = anna } }))
            .GetProperty("contactMergePreview").GetProperty("passivePlugins").EnumerateArray().Select(plugin => plugin.GetString()!).ToList();
        if (passive.Contains(id)) return ["It keeps rows about contacts and doesn't say what becomes of them when people are merged or forgotten. Write a class that implements IPersonLifecycle."];
        return [.. await FindInMergeAsync(host, ann, anna, passive), .. await FindInEraseAsync(host, id, anna, passive)];
    }

    static async Task<IReadOnlyList<string>> FindInMergeAsync(CrmTestHost host, string ann, string anna, List<string> accept)
    {
        var before = (await ExportAsync(host, ann), await ExportAsync(host, anna));
        await host.QueryAsync("mutation($input: MergeContactsInput!) { mergeContacts(input: $input) { errors { ... on Error { message } } } }",
            new { input = new { survivorId = ann, mergedId = anna, acceptPlugins = accept } });
        await host.QueryAsync("mutation($input: UnmergeContactsInput!) { unmergeContacts(input: $input) { errors { ... on Error { message } } } }",
            new { input = new { mergedId = anna, acceptPlugins = accept } });
        return before == (await ExportAsync(host, ann), await ExportAsync(host, anna))
            ? []
            : ["Two contacts that were merged and separated again don't export the same as before. Undo in IPersonLifecycle.UnmergeAsync what MergeAsync does."];
    }

    static async Task<IReadOnlyList<string>> FindInEraseAsync(CrmTestHost host, string id, string contact, List<string> accept)
    {
        var key = await KeyAsync(host);
        await host.QueryAsync("mutation($input: EraseContactInput!) { eraseContact(input: $input) { errors { ... on Error { message } } } }",
            new { input = new { id = contact, acceptPlugins = accept } });
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        var prefix = lease.Generation.Plugins.Single(plugin => plugin.Id == id).Manifest.TablePrefix;
        return
        [
            .. from place in (await FoundAsync(host.Services.GetRequiredService<Database>(), prefix, key)).Distinct()
               select $"{place} still tells of a person who was forgotten. Remove or empty it in IPersonLifecycle.EraseAsync.",
        ];
    }

    /// <summary>The key of the contact that is to be forgotten, as rows refer to it.</summary>
    static async Task<Guid> KeyAsync(CrmTestHost host)
    {
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        await using var db = lease.Generation.Contexts.Factory.CreateDbContext();
        return db.Set<Contact>().Single(contact => contact.GivenName == Canary).Id;
    }

    static async Task<IReadOnlyList<string>> FoundAsync(Database database, string prefix, Guid key)
    {
        await using var connection = await database.OpenAsync(default);
        var found = new List<string>();
        foreach (var table in await TablesAsync(connection, database, prefix))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                for (var i = 0; i < reader.FieldCount; i++)
                    if (Tells(reader.GetValue(i), key)) found.Add($"{table}.{reader.GetName(i)}");
        }
        return found;
    }

    static bool Tells(object value, Guid key) => value switch
    {
        Guid id => id == key,
        byte[] { Length: 16 } bytes => new Guid(bytes, bigEndian: true) == key,
        byte[] bytes => Encoding.UTF8.GetString(bytes).Contains(Canary, StringComparison.OrdinalIgnoreCase),
        _ => value.ToString() is { } text && (text.Contains(Canary, StringComparison.OrdinalIgnoreCase) || text.Contains(key.ToString(), StringComparison.OrdinalIgnoreCase)),
    };

    static async Task<List<string>> TablesAsync(System.Data.Common.DbConnection connection, Database database, string prefix)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = database.Provider == DatabaseProvider.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()";
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
            if (reader.GetString(0).StartsWith(prefix, StringComparison.Ordinal)) tables.Add(reader.GetString(0));
        return tables;
    }

    static async Task<string> PersonAsync(CrmTestHost host, string name)
    {
        var data = await host.QueryAsync("mutation($input: CreateContactInput!) { createContact(input: $input) { contact { id } errors { ... on Error { message } } } }",
            new { input = new { givenName = name, email = $"{name.ToLowerInvariant()}@example.com" } });
        var id = data.GetProperty("createContact").GetProperty("contact").GetProperty("id").GetString()!;
        await SampleData.PurchaseAsync(host, new { id }, 20);
        return id;
    }

    static async Task<string> ExportAsync(CrmTestHost host, string id)
    {
        var data = await host.QueryAsync("mutation($input: ExportContactInput!) { exportContact(input: $input) { export errors { ... on Error { message } } } }", new { input = new { id } });
        return JsonSerializer.Serialize(data.GetProperty("exportContact").GetProperty("export"));
    }
}
