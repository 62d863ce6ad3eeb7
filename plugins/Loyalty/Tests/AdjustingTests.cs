using System.Text.Json;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Points by hand. Four eyes see what is more than the programme lets one person give or take.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class AdjustingTests(LoyaltyHosts hosts)
{
    static readonly CrmPrincipal Tim = Clerk("tim"), Eve = Clerk("eve");

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Points_are_given_and_taken_for_a_reason(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100m);
        var given = await AdjustAsync(host, Tim, ann, 50, qualifying: 1_000);
        Assert.Equal("""{"status":"BOOKED","points":50,"reason":"A mistake at the till","requestedByName":"tim"}""", given.ToString());
        await AdjustAsync(host, Tim, ann, -30);
        Assert.Equal(
            (120, "SILVER"),
            (await host.BalanceAsync(ann), (await host.AccountAsync(ann, "tier { code }")).GetProperty("tier").GetProperty("code")
                .GetString()));
        Assert.Equal("LoyaltyInsufficientPointsError", await RefusedAsync(host, Tim, "loyaltyAdjust", ann, -121));
        foreach (var (points, qualifying, bounds) in new[] { (0L, 0L, "or -1 to -"), (5L, long.MinValue, "\"qualifying\" can't be") })
        {
            var refused = (await host.ChangeAsync(
                "loyaltyAdjust", new { contactId = ann, points, qualifying, reason = "none" }, "__typename", who: Tim)).Error();
            Assert.Equal("LoyaltyPointsInvalidError", refused.GetProperty("__typename").GetString());
            Assert.Contains(bounds, refused.GetProperty("message").GetString());
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task More_than_the_limit_needs_somebody_else_also_in_parts(DatabaseKind database)
    {
        var host = await LimitedAsync(database);
        var ann = await host.MemberAsync(10m);
        Assert.Equal("LoyaltyApprovalRequiredError", await RefusedAsync(host, Tim, "loyaltyAdjust", ann, 101));
        await AdjustAsync(host, Tim, ann, 60);
        Assert.Equal("LoyaltyApprovalRequiredError", await RefusedAsync(host, Tim, "loyaltyAdjust", ann, -41));
        await AdjustAsync(host, Tim, ann, 40);
        await AdjustAsync(host, Eve, ann, 100);
        host.Crm.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        await AdjustAsync(host, Tim, ann, 100);
        Assert.Equal(310, await host.BalanceAsync(ann));
        // What counts for the tier is worth as much.
        host.Crm.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        Assert.Equal("LoyaltyApprovalRequiredError", await RefusedAsync(host, Tim, "loyaltyAdjust", ann, 1, qualifying: 101));
        await AdjustAsync(host, Tim, ann, 1, qualifying: 100);
        Assert.Equal("LoyaltyApprovalRequiredError", await RefusedAsync(host, Tim, "loyaltyAdjust", ann, 1));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Who_asked_does_not_approve_and_what_is_decided_stays_decided(DatabaseKind database)
    {
        var host = await LimitedAsync(database);
        var ann = await host.MemberAsync(10m);
        var asked = await RequestAsync(host, Tim, ann, 5_000);
        Assert.Equal(10, await host.BalanceAsync(ann));
        Assert.Equal("LoyaltySelfApprovalError", (await DecideAsync(host, Tim, "Approve", asked)));
        Assert.Null(await DecideAsync(host, Eve, "Approve", asked));
        Assert.Equal(5_010, await host.BalanceAsync(ann));
        Assert.Equal("LoyaltyAdjustmentDecidedError", await DecideAsync(host, Eve, "Approve", asked));

        var refused = await RequestAsync(host, Tim, ann, 7_000);
        Assert.Null(await DecideAsync(host, Eve, "Reject", refused));
        Assert.Equal("LoyaltyAdjustmentDecidedError", await DecideAsync(host, Eve, "Approve", refused));
        Assert.Equal(5_010, await host.BalanceAsync(ann));
        var data =
            await host.Crm.QueryAsync(
                """
                { loyaltyAdjustments(where: { status: { in: [APPROVED, REJECTED] } }, order: [{ points: ASC }]) {
                    nodes { status points decidedByName transaction { available } } } }
                """);
        Assert.Equal(
            """[{"status":"APPROVED","points":5000,"decidedByName":"eve","transaction":{"available":5000}},"""
            + """{"status":"REJECTED","points":7000,"decidedByName":"eve","transaction":null}]""",
            data.GetProperty("loyaltyAdjustments").GetProperty("nodes").ToString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_many_who_approve_at_once_one_gives_the_points(DatabaseKind database)
    {
        var host = await LimitedAsync(database);
        var ann = await host.MemberAsync(10m);
        var asked = await RequestAsync(host, Tim, ann, 500);
        var answers =
            await Task.WhenAll(Enumerable.Range(0, 5).Select(number => DecideAsync(host, Clerk($"eve {number}"), "Approve", asked)));
        Assert.Equal(4, answers.Count(answer => answer == "LoyaltyAdjustmentDecidedError"));
        Assert.Equal(510, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_same_key_adjusts_once_and_for_something_else_it_is_refused(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.MemberAsync(10m), await host.MemberAsync(10m, "Bob"));
        await AdjustAsync(host, Tim, ann, 5, key: "ticket-7");
        await AdjustAsync(host, Tim, ann, 5, key: "ticket-7");
        await AdjustAsync(host, Tim, bob, 6, key: "ticket-7");
        Assert.Equal("LoyaltyIdempotencyConflictError", await RefusedAsync(host, Tim, "loyaltyAdjust", ann, 6, "ticket-7"));
        Assert.Equal((15, 16), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
    }

    [Fact]
    public async Task Points_given_by_hand_lapse_when_it_is_said_so()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        var ann = await host.MemberAsync(10m);
        await host.DoAsync(
            "loyaltyAdjust",
            new { contactId = ann, points = 5, reason = "A gift for the week", expiresAt = host.Crm.Clock.GetUtcNow().AddDays(7) },
            "loyaltyAdjustment");
        Assert.Equal(15, await host.BalanceAsync(ann));
        host.Crm.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal("LoyaltyInsufficientPointsError", await RefusedAsync(host, Tim, "loyaltyAdjust", ann, -11));
        await AdjustAsync(host, Tim, ann, -10);
    }

    static CrmPrincipal Clerk(string name) =>
        new(PrincipalKind.Client, name, GraphQL.Schema.Access.Of(
            ["contacts:read", "personal-data:read", "loyalty:read", "loyalty:adjust", "loyalty:approve"]));

    async Task<LoyaltyHost> LimitedAsync(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltyUpdateProgram", new { program = "default", adjustmentApprovalAbove = 100 }, "loyaltyProgram");
        return host;
    }

    static Task<JsonElement> AdjustAsync(
        LoyaltyHost host, CrmPrincipal who, string contact, long points, long qualifying = 0, string? key = null) =>
        host.DoAsync(
            "loyaltyAdjust", new { contactId = contact, points, qualifying, reason = "A mistake at the till", idempotencyKey = key },
            "loyaltyAdjustment",
            "status points reason requestedByName", who);

    static async Task<string> RequestAsync(LoyaltyHost host, CrmPrincipal who, string contact, long points) => (await host.DoAsync(
        "loyaltyRequestAdjustment", new { contactId = contact, points, reason = "A large one" }, "loyaltyAdjustment", who: who,
        inputType: "LoyaltyAdjustInput"))
        .GetProperty("id").GetString()!;

    static async Task<string?> RefusedAsync(
        LoyaltyHost host, CrmPrincipal who, string field, string contact, long points, string? key = null, long qualifying = 0) =>
        (await host.ChangeAsync(
            field, new { contactId = contact, points, qualifying, reason = "Too much", idempotencyKey = key }, "__typename", who: who))
            .ErrorType();

    static async Task<string?> DecideAsync(LoyaltyHost host, CrmPrincipal who, string decision, string id)
    {
        var payload =
            await host.ChangeAsync($"loyalty{decision}Adjustment", new { id, decision = "I looked at it" }, "__typename", who: who);
        return payload.GetProperty("errors").ValueKind == JsonValueKind.Null ? null : payload.ErrorType();
    }
}
