using System.Globalization;
using System.Text.Json.Nodes;

namespace Crm.Headless.Server.Demo;

/// <summary>
/// The demonstration's accounts, contacts and interactions, as rows of the bulk mutations. The same seed makes the same data; only the
/// dates follow the clock, so that there is always something recent.
/// </summary>
internal sealed class DemoRecords(Random random, DateTimeOffset now, IReadOnlyList<string> users)
{
    const string Source = "demo";

    static readonly string[] Industries = ["Retail", "Hospitality", "Software", "Education", "Healthcare", "Logistics", "Manufacturing", "Media"];
    static readonly string[] CompanyNames = ["Harvest", "蓝海", "Nordstern", "Sakura", "Aurora", "东方", "Meridian", "Atlas", "明月", "Ostrava", "Delta", "Lumen"];
    static readonly string[] CompanyForms = ["GmbH", "有限公司", "Inc.", "株式会社", "S.A.", "Ltd."];
    static readonly (string Sku, string Category, decimal Price)[] Products =
    [
        ("TEA-LONGJING", "tea", 128.00m), ("TEA-OOLONG", "tea", 86.50m), ("TEA-PUER", "tea", 240.00m), ("CUP-CELADON", "ware", 59.90m),
        ("BOOK-NOVEL", "books", 22.00m), ("BOOK-ATLAS", "books", 79.00m), ("NOTEBOOK", "paper", 12.80m), ("GIFT-BOX", "gifts", 168.00m),
    ];
    static readonly (string Kind, string Channel, string Direction, string Subject)[] Talks =
    [
        ("CALL", "PHONE", "INBOUND", "Asked about delivery"), ("EMAIL", "EMAIL", "OUTBOUND", "Invitation to the spring tasting"),
        ("CHAT", "MINI_PROGRAM", "INBOUND", "问会员积分"), ("VISIT", "STORE", "INBOUND", "Came in to look around"),
        ("FEEDBACK", "APP", "INBOUND", "Five stars"), ("COMPLAINT", "WEB", "INBOUND", "Parcel arrived damaged"), ("NOTE", "STORE", "OUTBOUND", "Prefers green tea"),
    ];

    public IReadOnlyList<JsonObject> Accounts { get; private set; } = [];
    public IReadOnlyList<JsonObject> Contacts { get; private set; } = [];
    public IReadOnlyList<JsonObject> Interactions { get; private set; } = [];

    public DemoRecords Make(int accounts, int contacts)
    {
        Accounts = [.. Enumerable.Range(1, accounts).Select(MakeAccount)];
        Contacts = [.. Enumerable.Range(1, contacts).Select(number => MakeContact(number, accounts))];
        Interactions = [.. Enumerable.Range(1, contacts).SelectMany(MakeHistory)];
        return this;
    }

    JsonObject MakeAccount(int number) => new()
    {
        ["source"] = Source,
        ["externalId"] = $"account-{number}",
        ["name"] = $"{Pick(CompanyNames)} {Pick(CompanyNames)} {Pick(CompanyForms)}",
        ["industry"] = Pick(Industries),
        ["website"] = $"https://company-{number}.example",
        ["ownerId"] = Pick(users),
        ["parent"] = number % 7 == 0 ? AccountRef(number - 1) : null,
        ["units"] = new JsonArray(DemoOrganisation.UnitRef(Pick(DemoOrganisation.Stores))),
    };

    JsonObject MakeContact(int number, int accounts)
    {
        var culture = DemoPeople.Pick(random);
        var isVerified = random.Next(2) == 0;
        return new()
        {
            ["source"] = Source,
            ["externalId"] = $"contact-{number}",
            ["givenName"] = Pick(culture.GivenNames),
            ["familyName"] = Pick(culture.FamilyNames),
            ["language"] = culture.Language,
            ["timeZone"] = culture.TimeZone,
            ["birthDate"] = new JsonObject
            {
                ["year"] = random.Next(4) == 0 ? null : random.Next(1950, 2006),
                ["month"] = random.Next(1, 13),
                ["day"] = random.Next(1, 29),
            },
            ["contactPoints"] = new JsonArray(
                new JsonObject { ["kind"] = "EMAIL", ["value"] = $"person{number}@mail.example", ["verified"] = isVerified },
                new JsonObject { ["kind"] = "PHONE", ["value"] = PhoneLike(culture.Phone), ["label"] = "mobile" },
                new JsonObject { ["kind"] = "ADDRESS", ["address"] = new JsonObject { ["city"] = Pick(culture.Cities), ["country"] = culture.Country } }),
            ["identities"] = culture.Country == "CN"
                ? new JsonArray(new JsonObject { ["provider"] = "wechat-unionid", ["issuer"] = "open-platform-demo", ["subject"] = $"o6_demo{number:D6}" })
                : null,
            ["affiliations"] = random.Next(3) > 0
                ? null
                : new JsonArray(new JsonObject { ["account"] = AccountRef(random.Next(1, accounts + 1)), ["role"] = "Purchasing" }),
            ["ownerId"] = Pick(users),
            ["units"] = new JsonArray(DemoOrganisation.UnitRef(Pick(DemoOrganisation.Stores))),
        };
    }

    IEnumerable<JsonObject> MakeHistory(int contact)
    {
        var events = random.Next(0, 7);
        for (var i = 1; i <= events; i++) yield return random.Next(2) == 0 ? MakePurchase(contact, i) : MakeTalk(contact, i);
    }

    JsonObject MakePurchase(int contact, int number)
    {
        var lines = new JsonArray();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var (sku, category, price) = Pick(Products);
            var quantity = random.Next(1, 4);
            lines.Add(new JsonObject { ["productRef"] = sku, ["category"] = category, ["quantity"] = quantity, ["gross"] = quantity * price });
        }
        var purchase = MakeInteraction(contact, number, "PURCHASE", random.Next(2) == 0 ? "STORE" : "MINI_PROGRAM", "INBOUND");
        purchase["currency"] = "CNY";
        purchase["lines"] = lines;
        return purchase;
    }

    JsonObject MakeTalk(int contact, int number)
    {
        var (kind, channel, direction, subject) = Pick(Talks);
        var talk = MakeInteraction(contact, number, kind, channel, direction);
        talk["subject"] = subject;
        talk["actorId"] = Pick(users);
        return talk;
    }

    JsonObject MakeInteraction(int contact, int number, string kind, string channel, string direction) => new()
    {
        ["source"] = Source,
        ["externalId"] = $"interaction-{contact}-{number}",
        ["kind"] = kind,
        ["channel"] = channel,
        ["direction"] = direction,
        ["occurredAt"] = now.AddMinutes(-random.Next(60 * 24 * 365)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["contact"] = new JsonObject { ["externalId"] = Key($"contact-{contact}") },
        ["unit"] = DemoOrganisation.UnitRef(Pick(DemoOrganisation.Stores)),
    };

    string PhoneLike(string pattern) => string.Concat(pattern.Select(c => c == '#' ? (char)('0' + random.Next(10)) : c));

    T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    static JsonObject AccountRef(int number) => new() { ["externalId"] = Key($"account-{number}") };

    static JsonObject Key(string value) => new() { ["source"] = Source, ["value"] = value };
}
