using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Reading;

/// <summary>What a change of a plugin reaches that its actor doesn't see.</summary>
public sealed class AllRowsTests
{
    const string Source = """
        public sealed class Gifts : CrmPlugin { public override void ConfigureModel(ModelBuilder model) => model.Entity<GiftsPurse>().ToTable("gifts_purses"); }
        [VisibleWith<Contact>(nameof(ContactId)), Authorize("gifts:read"), AllowMembers] public sealed class GiftsPurse
        {
            [GraphQLIgnore] public Guid Id { get; set; }
            [GraphQLIgnore] public Guid ContactId { get; set; }
            public int Coins { get; set; }
        }
        [Migration("20260101000000_gifts")] public sealed class GiftsInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("gifts_purses",
                table => new { id = table.Column<Guid>(), contact_id = table.Column<Guid>(), coins = table.Column<int>() },
                constraints: table => table.PrimaryKey("pk_gifts_purses", row => row.id));
        }
        [ObjectType<Contact>] public static class GiftsFields
        {
            [Join(nameof(Contact.Id), nameof(GiftsPurse.ContactId)), UseSingleOrDefault, Authorize("gifts:read"), AllowMembers]
            public static IQueryable<GiftsPurse> GetGifts(IQueryable<GiftsPurse> purses) => purses;
        }
        [QueryType, Authorize("gifts:read"), AllowMembers] public static class GiftsQueries
        {
            public static async Task<int?> GetGiftsCountAsync(ICrmStore store, CancellationToken ct) => await store.Query<GiftsPurse>().CountAsync(ct);
            public static async Task<int?> GetGiftsCountOfAllAsync(ICrmStore store, CancellationToken ct) => await store.All.Query<GiftsPurse>().CountAsync(ct);
        }
        [MutationType, Authorize("gifts:write"), AllowMembers] public static class GiftsMutations
        {
            public static Task<GiftsPurse> GiftsOpenAsync([ID<Contact>] Guid contactId, ICrmStore store, CancellationToken ct) => store.ChangeAsync(again =>
            {
                var purse = new GiftsPurse { Id = Guid.CreateVersion7(), ContactId = contactId, Coins = 10 };
                store.Add(purse);
                return Task.FromResult(purse);
            }, ct);
            public static Task<IReadOnlyList<int>> GiftsGiveAsync([ID<Contact>] Guid to, IActor actor, ICrmStore store, CancellationToken ct) => store.ChangeAsync<IReadOnlyList<int>>(async again =>
            {
                var from = (await store.FindAsync<GiftsPurse>(purse => purse.ContactId == actor.ContactId, again))!;
                var isSeen = await store.FindAsync<GiftsPurse>(purse => purse.ContactId == to, again) is not null;
                var other = (await store.All.FindAsync<GiftsPurse>(purse => purse.ContactId == to, again))!;
                (from.Coins, other.Coins) = (from.Coins - 1, other.Coins + 1);
                return [isSeen ? 1 : 0, await store.Query<GiftsPurse>().CountAsync(again), await store.All.Query<GiftsPurse>().CountAsync(again),
                    await store.All.Query<Contact>().CountAsync(again), (await store.All.Track<GiftsPurse>().ToListAsync(again)).Sum(purse => purse.Coins)];
            }, ct);
        }
        """;

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_member_changes_a_row_of_somebody_else_where_the_plugin_says_so_and_reads_none(DatabaseKind kind)
    {
        using var plugins = new PluginsFolder();
        plugins.Compile("acme.gifts", Source);
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, PluginsFolder = plugins.Root });
        var (ann, bob) = (await OpenAsync(host, "Ann"), await OpenAsync(host, "Bob"));
        var member = Acting.Member(ann, "contacts:read", "gifts:read", "gifts:write");
        var given = await host.QueryAsync(
            member, "mutation($input: GiftsGiveInput!) { giftsGive(input: $input) { ints } }", new { input = new { to = bob } });
        Assert.Equal("[0,1,2,2,20]", given.GetProperty("giftsGive").GetProperty("ints").ToString());
        var coins = await host.QueryAsync("{ contacts(order: [{ createdAt: ASC }]) { nodes { gifts { coins } } } }");
        Assert.Equal(
            """[{"gifts":{"coins":9}},{"gifts":{"coins":11}}]""", coins.GetProperty("contacts").GetProperty("nodes").ToString());

        Assert.Equal("1", (await host.QueryAsync(member, "{ giftsCount }")).GetProperty("giftsCount").ToString());
        var refused = await host.SendAsync(member, "{ giftsCountOfAll }");
        Assert.Equal(JsonValueKind.Null, refused.GetProperty("data").GetProperty("giftsCountOfAll").ValueKind);
        Assert.Single(refused.GetProperty("errors").EnumerateArray());
    }

    static async Task<string> OpenAsync(CrmTestHost host, string givenName)
    {
        var data = await host.QueryAsync(
            "mutation($input: CreateContactInput!) { createContact(input: $input) { contact { id } } }", new { input = new { givenName } });
        var id = data.GetProperty("createContact").GetProperty("contact").GetProperty("id").GetString()!;
        await host.QueryAsync(
            "mutation($input: GiftsOpenInput!) { giftsOpen(input: $input) { giftsPurse { coins } } }", new { input = new { contactId = id } });
        return id;
    }
}
