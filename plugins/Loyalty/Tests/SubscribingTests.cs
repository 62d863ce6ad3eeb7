using System.Text.Json;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Who is told of balances and tiers as they change: a member of its own, and nobody who may not see them.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class SubscribingTests(LoyaltyHosts hosts)
{
    const string Balances =
        "subscription($of: ID) { loyaltyBalanceChanged(contactId: $of) { contactId kind points balance { available } } }";
    const string Tiers = "subscription($of: ID) { loyaltyTierChanged(contactId: $of) { contactId to { code } cause } }";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_member_hears_of_its_own_balance_and_tier_alone(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.MemberAsync(10, "Ann"), await host.MemberAsync(10, "Bob"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var member = Acting.Member(bob, "contacts:read", "loyalty:read");
        await using var balances = new Heard(host, member, Balances, null, limit.Token);
        await using var tiers = new Heard(host, member, Tiers, null, limit.Token);
        await using var others = new Heard(host, member, Balances, ann, limit.Token);

        await host.PurchaseAsync(ann, 1_000);
        await host.HandledAsync();
        await host.PurchaseAsync(bob, 5_000);
        await host.HandledAsync();

        Assert.Equal(
            $$$"""{"contactId":"{{{bob}}}","kind":"EARN","points":5000,"balance":{"available":5010}}""",
            await balances.NextAsync("loyaltyBalanceChanged", before: "\"points\":10,"));
        Assert.Equal(
            $$$"""{"contactId":"{{{bob}}}","to":{"code":"GOLD"},"cause":"REACHED"}""",
            await tiers.NextAsync("loyaltyTierChanged", before: "\"BRONZE\""));
        Assert.False(others.HasAny);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_terminal_hears_of_the_members_of_its_unit_alone_and_without_the_scope_of_nobody(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (north, south) = (await UnitAsync(host, "North"), await UnitAsync(host, "South"));
        var (ann, bob) = (await MemberAsync(host, "Ann", north), await MemberAsync(host, "Bob", south));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string[] scopes = ["contacts:read", "loyalty:read"];
        await using var heard = new Heard(host, Acting.Client([Acting.Key(south)], scopes), Balances, null, limit.Token);
        await using var clerk = new Heard(host, Acting.Client(null, scopes), Balances, ann, limit.Token);
        var refused = await host.Crm.SendAsync(Acting.Client(null, "contacts:read"), Balances);
        Assert.NotEmpty(refused.GetProperty("errors").EnumerateArray());

        await host.PurchaseAsync(ann, 7);
        await host.HandledAsync();
        await host.PurchaseAsync(bob, 8);
        await host.HandledAsync();

        Assert.Contains(
            $"\"contactId\":\"{bob}\"",
            await heard.NextAsync("loyaltyBalanceChanged", before: $"\"{bob}\",\"kind\":\"EARN\",\"points\":10,"));
        Assert.Contains($"\"contactId\":\"{ann}\"", await clerk.NextAsync("loyaltyBalanceChanged", before: "\"points\":10,"));
    }

    static async Task<string> UnitAsync(LoyaltyHost host, string name) =>
        (await host.DoAsync("createUnit", new { name, kind = "STORE" }, "unit")).GetProperty("id").GetString()!;

    static async Task<string> MemberAsync(LoyaltyHost host, string name, string unit)
    {
        var contact = (await host.DoAsync("createContact", new { displayName = name, units = new[] { new { id = unit } } }, "contact"))
            .GetProperty("id").GetString()!;
        await host.PurchaseAsync(contact, 10);
        await host.HandledAsync();
        return contact;
    }

    /// <summary>What a subscriber is told, from now on.</summary>
    sealed class Heard : IAsyncDisposable
    {
        readonly CancellationTokenSource _ending;
        readonly IAsyncEnumerator<JsonElement> _answers;
        Task<bool> _next;

        public Heard(LoyaltyHost host, CrmPrincipal who, string subscription, string? of, CancellationToken ct)
        {
            _ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
            _answers = host.Crm.RunAsync(who, subscription, new { of }, _ending.Token).GetAsyncEnumerator(_ending.Token);
            _next = _answers.MoveNextAsync().AsTask();
        }

        public bool HasAny => _next.IsCompleted;

        /// <param name="field">Of the subscription.</param>
        /// <param name="before">Is said of what happened just before he began to listen, of which he may hear, too.</param>
        public async Task<string> NextAsync(string field, string before)
        {
            while (true)
            {
                Assert.True(await _next);
                Assert.False(_answers.Current.TryGetProperty("errors", out var errors), errors.ToString());
                var told = _answers.Current.GetProperty("data").GetProperty(field).ToString();
                if (!told.Contains(before)) return told;
                _next = _answers.MoveNextAsync().AsTask();
            }
        }

        /// <summary>Ends the subscription: the host goes on.</summary>
        public async ValueTask DisposeAsync()
        {
            await _ending.CancelAsync();
            await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _answers.DisposeAsync();
            _ending.Dispose();
        }
    }
}
