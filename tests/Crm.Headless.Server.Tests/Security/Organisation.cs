using Crm.Headless.Testing;

namespace Crm.Headless.Server.Tests.Security;

/// <summary>
/// Two brands of a group: North with two stores, South with one. A contact with an account and a purchase belongs to each store; another
/// purchase of the first contact happened in the other brand.
/// </summary>
sealed class Organisation
{
    public required string Tag { get; init; }
    public required string North { get; init; }
    public required string FirstStore { get; init; }
    public required string SouthStore { get; init; }
    public required string Ours { get; init; }
    public required string Sibling { get; init; }
    public required string Theirs { get; init; }
    public required string TheirAccount { get; init; }
    public required string TheirPurchase { get; init; }
    public required string OurPurchaseInSouth { get; init; }

    public IReadOnlyList<Guid> Units => [Acting.Key(North)];

    public static async Task<Organisation> CreateAsync(CrmTestHost host)
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var group = await UnitAsync(host, "Group " + tag, null);
        var (north, south) = (await UnitAsync(host, "North " + tag, group), await UnitAsync(host, "South " + tag, group));
        var (first, second, third) = (await UnitAsync(host, "N1 " + tag, north), await UnitAsync(host, "N2 " + tag, north), await UnitAsync(host, "S1 " + tag, south));
        var (ours, sibling, theirs) = (await ContactAsync(host, "Ours", first), await ContactAsync(host, "Sibling", second), await ContactAsync(host, "Theirs", third));
        await AccountAsync(host, "Ours", first);
        await PurchaseAsync(host, ours, first, "P1");
        return new()
        {
            Tag = tag,
            North = north,
            FirstStore = first,
            SouthStore = third,
            Ours = ours,
            Sibling = sibling,
            Theirs = theirs,
            TheirAccount = await AccountAsync(host, "Theirs", third),
            TheirPurchase = await PurchaseAsync(host, theirs, third, "P2"),
            OurPurchaseInSouth = await PurchaseAsync(host, ours, third, "P3"),
        };

        async Task<string> ContactAsync(CrmTestHost host, string name, string unit) => (await host.ChangeAsync("createContact", new
        {
            givenName = name,
            familyName = tag,
            email = $"{name}@{tag}.example",
            units = new[] { new { id = unit } },
            externalIds = new[] { new { source = tag, value = name } },
            identities = new[] { new { provider = "shop", issuer = tag, subject = name } },
        }, "contact { id }")).Id();

        async Task<string> AccountAsync(CrmTestHost host, string name, string unit) => (await host.ChangeAsync("createAccount", new
        {
            name = $"{name} {tag}",
            units = new[] { new { id = unit } },
            externalIds = new[] { new { source = tag, value = name } },
        }, "account { id }")).Id();

        async Task<string> PurchaseAsync(CrmTestHost host, string contact, string unit, string key) => (await host.ChangeAsync("recordInteraction", new
        {
            kind = "PURCHASE",
            contact = new { id = contact },
            unit = new { id = unit },
            amount = 10,
            currency = "EUR",
            source = tag,
            externalId = key,
        }, "interaction { id }")).Id();
    }

    static async Task<string> UnitAsync(CrmTestHost host, string name, string? parent) => (await host.ChangeAsync("createUnit", new
    {
        name,
        kind = "STORE",
        parent = parent is null ? null : new { id = parent },
    }, "unit { id }")).Id();
}
