using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

[Collection(nameof(TestsOfPoints))]
public sealed class RedeemingTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Points_that_are_there_can_be_spent(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await MemberAsync(host, 100);
        Assert.Equal(40, BalanceOf(await host.RedeemAsync(ann, 60)));
        Assert.Equal(40, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task More_than_there_is_can_not_be_spent_and_the_error_says_what_is_available(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await MemberAsync(host, 100);
        var error = ErrorOf(await host.RedeemAsync(ann, 101));
        Assert.Equal(
            ("LoyaltyInsufficientPointsError", 100),
            (error.GetProperty("__typename").GetString(), error.GetProperty("available").GetInt64()));
        Assert.Equal(100, await host.BalanceAsync(ann));
    }

    [Theory, InlineData(0), InlineData(-5)]
    public async Task Only_a_positive_number_can_be_spent(long points)
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        Assert.Equal("LoyaltyPointsInvalidError", TypeOf(await host.RedeemAsync(await MemberAsync(host, 100), points)));
    }

    [Fact]
    public async Task A_contact_that_is_not_enrolled_has_nothing_to_spend()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        Assert.Equal("LoyaltyNotEnrolledError", TypeOf(await host.RedeemAsync(await host.CreateContactAsync(), 1)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_same_key_spends_once_and_gives_the_same_answer(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await MemberAsync(host, 100);
        await host.RedeemAsync(ann, 60, "order-1");
        Assert.Equal(40, BalanceOf(await host.RedeemAsync(ann, 60, "order-1")));
    }

    [Fact]
    public async Task The_same_key_for_another_number_of_points_is_refused()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        var ann = await MemberAsync(host, 100);
        await host.RedeemAsync(ann, 60, "order-1");
        Assert.Equal("LoyaltyIdempotencyConflictError", TypeOf(await host.RedeemAsync(ann, 10, "order-1")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Texts_that_no_database_keeps_are_refused_by_name(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await MemberAsync(host, 100);
        foreach (var key in new[] { "", "order\01", "order\n1", new string('1', 201) })
            Assert.Equal("idempotencyKey", ErrorOf(await host.RedeemAsync(ann, 1, key)).GetProperty("field").GetString());
        foreach (var note in new[] { "\0", new string('1', 2_001) })
            Assert.Equal("note", ErrorOf(await host.RedeemAsync(ann, 1, null, note)).GetProperty("field").GetString());
        Assert.Equal(99, BalanceOf(await host.RedeemAsync(ann, 1, new string('单', 200), "two\nlines")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_is_selected_of_a_second_mutation_knows_what_both_did(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await MemberAsync(host, 100);
        var data = await host.Crm.QueryAsync("""
            mutation($input: LoyaltyRedeemInput!) {
              first: loyaltyRedeem(input: $input) { ...spent } second: loyaltyRedeem(input: $input) { ...spent } }
            fragment spent on LoyaltyRedeemPayload {
              loyaltyTransaction { account { contact { loyalty { balance } } ledger { totalCount } } } }
            """, new { input = new { contactId = ann, points = 10 } });
        Assert.Equal(
            ["90 2", "80 3"],
            data.EnumerateObject().Select(spent => spent.Value.GetProperty("loyaltyTransaction").GetProperty("account")).Select(account =>
            $"{account.GetProperty("contact").GetProperty("loyalty").GetProperty("balance")} "
            + $"{account.GetProperty("ledger").GetProperty("totalCount")}"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Many_who_spend_at_once_never_spend_more_than_there_is(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await MemberAsync(host, 100);
        var attempts = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => host.RedeemAsync(ann, 30)));
        Assert.Equal(3, attempts.Count(attempt => attempt.GetProperty("loyaltyTransaction").ValueKind == JsonValueKind.Object));
        Assert.All(attempts.Where(attempt => attempt.GetProperty("loyaltyTransaction").ValueKind == JsonValueKind.Null),
            attempt => Assert.Equal("LoyaltyInsufficientPointsError", TypeOf(attempt)));
        Assert.Equal(10, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Many_who_enrol_one_contact_at_once_open_one_account(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.CreateContactAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Crm.QueryAsync(
            """
            mutation($input: LoyaltyEnrollInput!) {
              loyaltyEnroll(input: $input) { loyaltyAccount { id } errors { ... on Error { message } } } }
            """,
            new { input = new { contactId = ann } })));
        Assert.Single(
            answers.Select(answer => answer.GetProperty("loyaltyEnroll").GetProperty("loyaltyAccount").GetProperty("id").GetString())
                .Distinct());
    }

    [Fact]
    public async Task Nobody_unknown_can_be_enrolled()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        var contact = await host.CreateContactAsync();
        var unknown = string.Concat(contact[..^4], contact[^4] == 'A' ? "BBBB" : "AAAA");
        var data = await host.Crm.QueryAsync(
            "mutation($input: LoyaltyEnrollInput!) { loyaltyEnroll(input: $input) { loyaltyAccount { id } errors { __typename } } }",
            new { input = new { contactId = unknown } });
        Assert.Equal("LoyaltyContactNotFoundError", TypeOf(data.GetProperty("loyaltyEnroll")));
    }

    static async Task<string> MemberAsync(LoyaltyHost host, decimal points)
    {
        var contact = await host.CreateContactAsync();
        await host.PurchaseAsync(contact, points);
        await host.HandledAsync();
        return contact;
    }

    static long BalanceOf(JsonElement payload) => payload.GetProperty("loyaltyTransaction").GetProperty("availableAfter").GetInt64();

    static JsonElement ErrorOf(JsonElement payload) => Assert.Single(payload.GetProperty("errors").EnumerateArray());

    static string? TypeOf(JsonElement payload) => ErrorOf(payload).GetProperty("__typename").GetString();

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_member_spends_its_own_points_and_nobody_elses(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.CreateContactAsync(), await host.CreateContactAsync("Bob"));
        await host.PurchaseAsync(ann, 100);
        await host.PurchaseAsync(bob, 100);
        await host.HandledAsync();
        var member = Acting.Member(ann, "contacts:read", "loyalty:read", "loyalty:write");

        Assert.Equal("LoyaltyNotEnrolledError", await RedeemAsync(bob));
        Assert.Null(await RedeemAsync(ann));

        Assert.Equal((60, 100), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));

        async Task<string?> RedeemAsync(string contactId)
        {
            var data = await host.Crm.QueryAsync(member,
                "mutation($input: LoyaltyRedeemInput!) { loyaltyRedeem(input: $input) { errors { __typename } } }",
                new { input = new { contactId, points = 40 } });
            var errors = data.GetProperty("loyaltyRedeem").GetProperty("errors");
            return errors.ValueKind == JsonValueKind.Null ? null : errors[0].GetProperty("__typename").GetString();
        }
    }
}
