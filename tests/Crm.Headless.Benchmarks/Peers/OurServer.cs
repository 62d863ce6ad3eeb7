using System.Globalization;
using System.Text.Json;
using Crm.Headless.Benchmarks.Data;
using Crm.Headless.Benchmarks.Load;
using Crm.Headless.Benchmarks.Running;

namespace Crm.Headless.Benchmarks.Peers;

/// <summary>The server of this repository with the Loyalty plugin, as published, on its own database.</summary>
sealed class OurServer(RowsDatabase database, string folder, Keys keys) : Peer("ours")
{
    readonly Dictionary<string, int> _rows = keys.Contacts.Index().ToDictionary(key => key.Item, key => key.Index + 1);

    public override string Key => "crm_admin_benchmarks_only_0123456789";

    public RowsDatabase Database => database;

    public override Task<Child> StartAsync(int port) => Child.StartAsync(Name, "TERM",
    [
        "dotnet", Path.Combine(Places.Server, "crm.dll"), "--urls", $"http://127.0.0.1:{port}", "--Crm:DataFolder", folder,
        "--Crm:AdminKey", Key, "--Crm:Plugins:AutoEnable", "true", "--Crm:Database:Provider", database.Postgres ? "PostgreSql" : "Sqlite",
        "--ConnectionStrings:Crm", database.ConnectionString, "--Logging:LogLevel:Default", "Warning",
    ]);

    public override string Target(string workload) => "/graphql";

    public override string Body(Ask ask) => JsonSerializer.Serialize(new { query = Documents.Of(ask.Workload), variables = Variables(ask) });

    object Variables(Ask ask) => ask.Workload switch
    {
        "w1" => new { id = keys.ContactAt(ask.Contacts[0]) },
        "w2" => new { after = keys.Cursors[ask.Place] },
        "w3" => new { industry = ask.Industry, prefix = ask.Prefix },
        "w4" => new { contact = keys.ContactAt(ask.Contacts[0]), kind = "CALL", subject = ask.Subject },
        _ => ask.Contacts.Index().ToDictionary(contact => $"a{contact.Index}", contact => keys.ContactAt(contact.Item)),
    };

    public override IReadOnlyList<string> Lines(string workload, JsonElement data) => workload switch
    {
        "w1" => [One(data.GetProperty("contact"))],
        "w2" => [.. data.GetProperty("contacts").GetProperty("nodes").EnumerateArray().Select(Rich)],
        "w3" => Page(data.GetProperty("contacts")),
        "w4" => [NameOf(data.GetProperty("recordInteraction").GetProperty("interaction").GetProperty("contact"))],
        _ => [.. Enumerable.Range(0, 10).Select(i => One(data.GetProperty($"c{i}")))],
    };

    public override Task ResetAsync() => database.ExecuteAsync(
        "DELETE FROM events WHERE record_id IN (SELECT id FROM interactions WHERE external_id IS NULL)",
        "DELETE FROM interactions WHERE external_id IS NULL");

    static string NameOf(JsonElement contact) => $"{Text(contact, "givenName")}|{Text(contact, "familyName")}";

    string Head(JsonElement contact) => string.Create(
        CultureInfo.InvariantCulture, $"{_rows[Text(contact, "id")]}|{NameOf(contact)}|{Text(contact, "email")}");

    string One(JsonElement contact) => $"{Head(contact)}|{Text(contact, "phone")}|{Time(contact.GetProperty("createdAt"))}";

    string Rich(JsonElement contact)
    {
        var (account, loyalty) = (contact.GetProperty("account"), contact.GetProperty("loyalty"));
        var interactions = contact.GetProperty("interactions").GetProperty("nodes").EnumerateArray()
            .Select(i => $"{Kinds.InDataSet(Text(i, "kind"))};{Text(i, "subject")};{Time(i.GetProperty("occurredAt"))}");
        var tier = Text(loyalty.GetProperty("tier"), "code").ToLowerInvariant();
        return $"{Head(contact)}|{Text(account, "name")}|{Text(account, "industry")}|{Text(loyalty, "balance")}|{tier}|{string.Join(',', interactions)}";
    }

    List<string> Page(JsonElement page) =>
    [
        $"{Text(page, "totalCount")}|{Text(page.GetProperty("pageInfo"), "hasNextPage").ToLowerInvariant()}",
        .. page.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node"))
            .Select(node => $"{Head(node)}|{Time(node.GetProperty("createdAt"))}|{Text(node.GetProperty("account"), "name")}"),
    ];
}

/// <summary>The data set's kinds of interactions and ours.</summary>
static class Kinds
{
    public static string InOurs(string kind) => kind == "support" ? "COMPLAINT" : kind.ToUpperInvariant();

    public static string InDataSet(string kind) => kind == "COMPLAINT" ? "support" : kind.ToLowerInvariant();
}
