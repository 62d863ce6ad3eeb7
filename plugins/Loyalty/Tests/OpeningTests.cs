using System.Net;
using System.Text;
using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Points that members bring along from another system.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class OpeningTests(LoyaltyHosts hosts)
{
    const string Summary = "imported repeated refused rows { row status problem }";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Balances_are_taken_over_once_with_what_counts_for_the_tier_and_when_they_lapse(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, _) = (await ContactAsync(host, "Ann", "A1"), await ContactAsync(host, "Bob", "B2"));
        var lapses = host.Crm.Clock.GetUtcNow().AddDays(20);
        var balances = new object[]
        {
            new { contactId = ann, points = 300, qualifying = 1_500, expiresAt = lapses },
            new { contactId = ann, points = 50, key = "second" },
            new { source = "old", externalId = "B2", points = 70 },
        };
        Assert.Equal("3 0 0", Counts(await ImportAsync(host, balances)));
        Assert.Equal("0 3 0", Counts(await ImportAsync(host, balances)));
        Assert.Equal(350, await host.BalanceAsync(ann));
        Assert.Equal("SILVER", (await host.AccountAsync(ann, "tier { code }")).GetProperty("tier").GetProperty("code").GetString());
        host.Crm.Clock.Advance(TimeSpan.FromDays(21));
        Assert.Equal(
            "LoyaltyInsufficientPointsError",
            (await host.ChangeAsync("loyaltyRedeem", new { contactId = ann, points = 51 }, "__typename")).ErrorType());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Rows_that_cannot_be_taken_over_are_refused_one_by_one(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await ContactAsync(host, "Ann", "C3");
        await ImportAsync(host, new { contactId = ann, points = 1 });
        var payload = await ImportAsync(host,
            new { points = 1 }, new { contactId = ann, points = -1 }, new { contactId = ann, points = 0 },
            new { source = "old", externalId = "X9", points = 1 },
            new { contactId = ann, points = 2 }, new { contactId = ann, points = 5, key = "more" },
            new { contactId = ann, points = 1, earnedAt = "2999-01-01T00:00:00Z" },
            new { contactId = ann, points = 1, expiresAt = "2001-01-01T00:00:00Z", key = "old" });
        Assert.Equal("1 0 7", Counts(payload));
        var problems = payload.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("problem").GetString() ?? "").ToList();
        var expected = new[]
        {
            "Nobody is named", "-1 points can't be brought along. Give 0 to 1", "There is nothing",
            "There is no such contact", "Other points", "", "It was earned in the future",
            "The points have lapsed",
        };
        Assert.All(expected.Zip(problems), pair => Assert.StartsWith(pair.First, pair.Second));
        Assert.Equal("", problems[5]);
        Assert.Equal(6, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_file_of_comma_separated_values_is_taken_over_over_http(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await ContactAsync(host, "Ann", "A, \"1\"");
        var answer = await PostAsync(
            host, "source,external_id,points,qualifying,earned_at,key\r\nold,\"A, \"\"1\"\"\",40,,2020-01-01,\n\nold,nobody,1,,,x\n");
        Assert.Equal(
            """{"imported":1,"repeated":0,"refused":1,"problems":"""
            + """[{"line":3,"problem":"There is no such contact. Import contacts first, or correct its id."}]}""",
            answer.Body);
        Assert.Equal(40, await host.BalanceAsync(ann));

        foreach (var (file, problem) in new[]
                 {
                     ("", "The file is empty"), ("contact,points\n1,2", "There is no column"),
                     ("contact_id,points\n1", "Line 2 has 1 values"),
                     ("contact_id,points\nx,2", "doesn't fit the column contact_id"), ("external_id\n\"1", "A quoted value doesn't end"),
                 })
        {
            var refused = await PostAsync(host, file);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.Contains(problem, refused.Body.Replace("\\u0027", "'").Replace("\\u0022", "\""));
        }
    }

    [Fact]
    public async Task A_request_has_five_hundred_rows_at_most()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        var rows = Enumerable.Range(0, 501).Select(_ => (object)new { points = 1 }).ToArray();
        var payload = await host.ChangeAsync(
            "loyaltyImportBalances", new { balances = rows }, "imported", "... on LoyaltyTooManyBalancesError { rows }");
        Assert.Equal(501, payload.Error().GetProperty("rows").GetInt32());
    }

    static async Task<string> ContactAsync(LoyaltyHost host, string name, string key) => (await host.DoAsync(
        "createContact", new { displayName = name, externalIds = new[] { new { source = "old", value = key } } },
        "contact")).GetProperty("id").GetString()!;

    static Task<JsonElement> ImportAsync(LoyaltyHost host, params object[] balances) =>
        host.ChangeAsync("loyaltyImportBalances", new { balances }, Summary);

    static string Counts(JsonElement payload) =>
        $"{payload.GetProperty("imported")} {payload.GetProperty("repeated")} {payload.GetProperty("refused")}";

    static async Task<(HttpStatusCode Status, string Body)> PostAsync(LoyaltyHost host, string file)
    {
        using var content = new StringContent(file, Encoding.UTF8, "text/csv");
        using var response = await host.Crm.Client.PostAsync(new Uri("/plugins/crm.loyalty/balances", UriKind.Relative), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
