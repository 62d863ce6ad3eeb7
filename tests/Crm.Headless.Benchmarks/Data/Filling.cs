using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Crm.Headless.Benchmarks.Peers;

namespace Crm.Headless.Benchmarks.Data;

/// <summary>Brings the data set's rows into the server through its bulk mutations, as any other system would.</summary>
sealed class Filling(DataSet data, GraphQLClient client)
{
    const int Batch = 1000;
    const string Source = "bench";

    const string Accounts = """
        mutation ($rows: [UpsertAccountInput!]!) { upsertAccounts(input: { accounts: $rows }) {
        rows { account { id } error { message field } } } }
        """;

    const string Contacts = """
        mutation ($rows: [UpsertContactInput!]!) { upsertContacts(input: { contacts: $rows }) {
        rows { contact { id } error { message field } } } }
        """;

    const string Interactions = """
        mutation ($rows: [RecordInteractionInput!]!) { recordInteractions(input: { interactions: $rows }) {
        rows { interaction { id } error { message field } } } }
        """;

    /// <returns>The ids of the contacts.</returns>
    public async Task<IReadOnlyList<string>> FillAsync()
    {
        var accounts = await SendAsync("accounts", data.Accounts, Accounts, "upsertAccounts", "account",
            data.Read("SELECT name, industry, website, id FROM account ORDER BY id")
                .Select(row => new { source = Source, externalId = $"{row[3]}", name = row[0], industry = row[1], website = row[2] }));
        var contacts = await SendAsync("contacts", data.Contacts, Contacts, "upsertContacts", "contact",
            data.Read("SELECT first_name, last_name, email, phone, title, account_id, id FROM contact ORDER BY id").Select(row => new
            {
                source = Source,
                externalId = $"{row[6]}",
                givenName = row[0],
                familyName = row[1],
                email = row[2],
                phone = row[3],
                jobTitle = row[4],
                affiliations = new[] { new { account = new { id = accounts[Index(row[5])] }, primary = true } },
            }));
        await SendAsync("interactions", data.Interactions, Interactions, "recordInteractions", "interaction",
            data.Read("SELECT contact_id, kind, subject, occurred_at, id FROM interaction WHERE id <= $1 ORDER BY id", data.Interactions)
                .Select(row => new
                {
                    source = Source,
                    externalId = $"{row[4]}",
                    contact = new { id = contacts[Index(row[0])] },
                    kind = Kinds.InOurs((string)row[1]),
                    subject = row[2],
                    occurredAt = row[3],
                }));
        return contacts;
    }

    async Task<IReadOnlyList<string>> SendAsync(
        string name, int count, string mutation, string field, string record, IEnumerable<object> rows)
    {
        var ids = new List<string>(count);
        var start = Stopwatch.GetTimestamp();
        foreach (var batch in rows.Chunk(Batch))
        {
            var answer = await client.SendAsync(mutation, new { rows = batch });
            ids.AddRange(answer.GetProperty(field).GetProperty("rows").EnumerateArray().Select(row => IdOf(row, record)));
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-12} {ids.Count,8} rows in {seconds,6:0.0} s, {ids.Count / seconds,7:0}/s"));
        return ids;
    }

    static string IdOf(JsonElement row, string record) => row.GetProperty(record) is { ValueKind: JsonValueKind.Object } found
        ? found.GetProperty("id").GetString()!
        : throw new BenchException($"The server refused a row: {row.GetProperty("error")}");

    static int Index(object number) => Convert.ToInt32(number, CultureInfo.InvariantCulture) - 1;
}
