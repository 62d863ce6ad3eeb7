using System.Text;
using System.Text.Json;
using Crm.Headless.Benchmarks.Data;
using Crm.Headless.Benchmarks.Load;
using Crm.Headless.Benchmarks.Running;

namespace Crm.Headless.Benchmarks.Peers;

/// <summary>
/// LIMIT and EF: they choose the workload by the path and look at the variables only, in their order. The document is sent along so that
/// everybody reads as many bytes.
/// </summary>
sealed class Anchor(string name, string project, IReadOnlyList<string> arguments, DataSet data, RowsDatabase database) : Peer(name)
{
    readonly IReadOnlyList<string> _cursors =
        [.. data.NamesAtPlaces().Select(place => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{place.FamilyName}|{place.Row}")))];

    public override Task<Child> StartAsync(int port) =>
        Child.StartAsync(Name, "TERM", ["dotnet", Places.AnchorProgram(project), "--port", $"{port}", .. arguments]);

    public override string Target(string workload) => "/" + workload;

    public override string Body(Ask ask) => JsonSerializer.Serialize(new { query = Documents.Of(ask.Workload), variables = Variables(ask) });

    object Variables(Ask ask) => ask.Workload switch
    {
        "w1" => new { id = ask.Contacts[0] },
        "w2" => new { after = _cursors[ask.Place] },
        "w3" => new { industry = ask.Industry, prefix = ask.Prefix },
        "w4" => new { contact = ask.Contacts[0], kind = "call", subject = ask.Subject },
        _ => ask.Contacts.Index().ToDictionary(contact => $"a{contact.Index}", contact => contact.Item),
    };

    public override IReadOnlyList<string> Lines(string workload, JsonElement data) => workload switch
    {
        "w1" => [One(data.GetProperty("contact"))],
        "w2" => [.. data.GetProperty("contacts").GetProperty("nodes").EnumerateArray().Select(Rich)],
        "w3" => Page(data.GetProperty("contacts")),
        "w4" => [NameOf(data.GetProperty("createInteraction").GetProperty("contact"))],
        _ => [.. Enumerable.Range(0, 10).Select(i => One(data.GetProperty($"c{i}")))],
    };

    public override Task ResetAsync() => database.ExecuteAsync($"DELETE FROM interaction WHERE id > {data.Interactions}");

    static string NameOf(JsonElement contact) => $"{Text(contact, "firstName")}|{Text(contact, "lastName")}";

    static string Head(JsonElement contact) => $"{Text(contact, "id")}|{NameOf(contact)}|{Text(contact, "email")}";

    static string One(JsonElement contact) => $"{Head(contact)}|{Text(contact, "phone")}|{Time(contact.GetProperty("createdAt"))}";

    static string Rich(JsonElement contact)
    {
        var (account, loyalty) = (contact.GetProperty("account"), contact.GetProperty("loyalty"));
        var interactions = contact.GetProperty("interactions").EnumerateArray()
            .Select(i => $"{Text(i, "kind")};{Text(i, "subject")};{Time(i.GetProperty("occurredAt"))}");
        return $"{Head(contact)}|{Text(account, "name")}|{Text(account, "industry")}|{Text(loyalty, "balance")}|" +
            $"{Text(loyalty, "tier")}|{string.Join(',', interactions)}";
    }

    static List<string> Page(JsonElement page) =>
    [
        $"{Text(page, "totalCount")}|{Text(page.GetProperty("pageInfo"), "hasNextPage").ToLowerInvariant()}",
        .. page.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node"))
            .Select(node => $"{Head(node)}|{Time(node.GetProperty("createdAt"))}|{Text(node.GetProperty("account"), "name")}"),
    ];
}
