using System.Text.Json;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Testing.Conformance;

/// <summary>
/// Two people with all that can be said about somebody: one whom a store's people see, who is also a member, and one of another store. What is
/// personal holds <see cref="Private"/>; all that belongs to the other one, personal or not, <see cref="Hidden"/>.
/// </summary>
sealed class AccessWorld
{
    public const string Private = "q7private", Hidden = "q7hidden";
    const string OnlyScope = "only ";
    const string PrivatePhone = "13800017777";

    string _hidden = "", _otherUnit = "";

    AccessWorld(CrmTestHost host) => Host = host;

    /// <summary>For the host: who may use what is asked here, not how much.</summary>
    public static IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["Crm:GraphQL:MaxCost"] = "1000000000",
        ["Crm:RateLimits:Clients:Burst"] = "1000000",
        ["Crm:RateLimits:People:Burst"] = "1000000",
        ["Crm:RateLimits:Members:Burst"] = "1000000",
    };

    public CrmTestHost Host { get; }

    /// <summary>Of records that everybody sees who isn't restricted, by type.</summary>
    public Dictionary<string, string> Ids { get; } = [];

    /// <summary>Of the other one and what belongs to him.</summary>
    public List<string> HiddenIds { get; } = [];

    public string Unit { get; private set; } = "";

    /// <summary>Adds both people to a host.</summary>
    public static async Task<AccessWorld> FillAsync(CrmTestHost host)
    {
        var world = new AccessWorld(host);
        await world.FillAsync();
        return world;
    }

    public GraphQLSchema Schema
    {
        get
        {
            using var lease = Host.Services.GetRequiredService<Generations>().Lease();
            return lease.Generation.Schema;
        }
    }

    /// <summary>Every kind of principal: what it was granted, and which rows it sees.</summary>
    public IEnumerable<CrmPrincipal> Everybody()
    {
        string[] scopes = [.. SchemaView.ScopesOf(Schema)];
        yield return CrmPrincipal.System();
        yield return Client("without personal data", null, [.. scopes.Where(scope => scope != Access.PersonalData)]);
        yield return Client("of a store", [Acting.Key(Unit)], scopes);
        yield return Client("of a store, without personal data", [Acting.Key(Unit)], [.. scopes.Where(scope => scope != Access.PersonalData)]);
        yield return new(PrincipalKind.Person, "of no unit", Access.Of(scopes)) { Units = [] };
        yield return Acting.Member(Ids["Contact"], scopes);
        yield return Client("with nothing", null, []);
        foreach (var scope in scopes) yield return Client(OnlyScope + scope, null, [scope]);
    }

    /// <summary>Those with one scope alone differ in what exists for them, and see all rows of it: their operations are prepared only.</summary>
    public static bool IsAskedForAnswers(CrmPrincipal who) => !who.Name.StartsWith(OnlyScope, StringComparison.Ordinal);

    /// <summary>What an answer to this principal must not hold.</summary>
    public IEnumerable<string> ForbiddenTo(CrmPrincipal who) => [.. HiddenFrom(who), .. PersonalTo(who)];

    /// <summary>Of records that the principal doesn't see.</summary>
    public IEnumerable<string> HiddenFrom(CrmPrincipal who) => who.Kind == PrincipalKind.Member || who.Units is not null ? HiddenIds.Append(Hidden) : [];

    static string[] PersonalTo(CrmPrincipal who) => who.Access.ReadsPersonalData ? [] : [Private, PrivatePhone];

    /// <summary>Changes both people and records something about both, and returns when everybody was told who is to hear of it.</summary>
    public async Task TouchAsync(CancellationToken ct)
    {
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var topics = Host.Services.GetRequiredService<TopicBroadcaster>();
        var before = topics.SubscriberCount;
        var last = $"touch {Guid.NewGuid():N}";
        var hearing = Task.Run(async () =>
        {
            await foreach (var answer in Host.RunAsync(CrmPrincipal.System(), "subscription { interactionRecorded { externalId } }", null, heard.Token))
                if (answer.ToString().Contains(last)) return;
        }, ct);
        while (topics.SubscriberCount == before) await Task.Delay(10, ct);
        foreach (var (word, contact, unit) in new[] { (Hidden, _hidden, _otherUnit), (Private, Ids["Contact"], Unit) })
        {
            await ChangeAsync("updateContact", new { id = contact, jobTitle = $"D{word} {last}" }, "contact");
            HiddenIds.AddRange(word == Hidden ? [await PurchaseAsync(word, contact, unit, $"{word} {last}")] : []);
        }
        await PurchaseAsync(Private, Ids["Contact"], Unit, last);
        await hearing.WaitAsync(ct);
        await heard.CancelAsync();
    }

    static CrmPrincipal Client(string name, IReadOnlyList<Guid>? units, string[] scopes) =>
        new(PrincipalKind.Client, name, Access.Of(scopes)) { Units = units };

    async Task FillAsync()
    {
        Unit = Ids["Unit"] = await ChangeAsync("createUnit", new { name = "Ours", kind = "STORE" }, "unit");
        var other = _otherUnit = await ChangeAsync("createUnit", new { name = $"A{Hidden}", kind = "STORE" }, "unit");
        HiddenIds.Add(other);
        Ids["User"] = await ChangeAsync("createUser", new { name = $"U{Private}", email = $"u{Private}@example.com", unit = new { id = Unit } }, "user");
        HiddenIds.Add(await ChangeAsync("createUser", new { name = $"U{Hidden}", email = $"u{Hidden}@example.com", unit = new { id = other } }, "user"));
        Ids["ApiClient"] = await ChangeAsync("createApiClient", new { name = "till", scopes = new[] { "contacts:read" }, unit = new { id = Unit } }, "apiClient");
        HiddenIds.Add(await ChangeAsync("createApiClient", new { name = $"till {Hidden}", scopes = new[] { "contacts:read" } }, "apiClient"));
        Ids["Account"] = await AccountAsync("shop", Unit, "ours");
        var (hiddenAccount, shown) = (await AccountAsync($"shop {Hidden}", other, Hidden), Ids["Account"]);
        HiddenIds.Add(hiddenAccount);
        Ids["Contact"] = await ContactAsync(Private, Unit, shown, "ours");
        var hidden = _hidden = await ContactAsync(Hidden, other, hiddenAccount, Hidden);
        HiddenIds.Add(hidden);
        Ids["Interaction"] = await PurchaseAsync(Private, Ids["Contact"], Unit, "ours");
        HiddenIds.Add(await PurchaseAsync(Hidden, hidden, other, Hidden));
        await Host.Services.GetRequiredService<DispatcherProgress>().WaitUntilHandledAsync(default);
        await FindPluginsAsync(hidden);
    }

    /// <summary>What plugins made of both people.</summary>
    async Task FindPluginsAsync(string hidden)
    {
        var walk = new SchemaWalk(Schema, Ids, Private);
        foreach (var type in Schema.Types.Values.OfType<ObjectType>().Where(type => type.Owner != Owner.Core && type.Fields.GetValueOrDefault("id")?.Type.Named.Name == "ID").ToList())
            foreach (var document in walk.BelowContact(type))
            {
                var (ours, theirs) = (await IdsAsync(document, Ids[nameof(Contact)]), await IdsAsync(document, hidden));
                if (ours.Count > 0) Ids.TryAdd(type.Name, ours[0]);
                HiddenIds.AddRange(theirs.Except(ours).Except(HiddenIds));
            }
    }

    async Task<List<string>> IdsAsync(string document, string contact)
    {
        var found = new List<string>();
        Collect((await Host.SendAsync(document, new { id = contact })).Data, found);
        return found;
    }

    static void Collect(JsonElement value, List<string> ids)
    {
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray()) Collect(item, ids);
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
            if (member.NameEquals("id") && member.Value.ValueKind == JsonValueKind.String) ids.Add(member.Value.GetString()!);
            else Collect(member.Value, ids);
    }

    Task<string> AccountAsync(string name, string unit, string key) => ChangeAsync("createAccount", new
    {
        name,
        industry = name,
        phone = "0301234567",
        units = new[] { new { id = unit } },
        externalIds = new[] { new { source = "erp", value = key } },
    }, "account");

    Task<string> ContactAsync(string word, string unit, string account, string key) => ChangeAsync("createContact", new
    {
        givenName = $"A{word}",
        familyName = $"B{word}",
        displayName = $"C{word}",
        jobTitle = $"D{word}",
        birthDate = new { year = 1980, month = 2, day = 29 },
        email = $"e{word}@example.com",
        phone = word == Hidden ? "13900018888" : PrivatePhone,
        source = key,
        units = new[] { new { id = unit } },
        contactPoints = new object[] { new { kind = "ADDRESS", label = "home", address = new { street = $"S{word}", city = $"T{word}" } } },
        identities = new[] { new { provider = "shop", issuer = "main", subject = $"I{word}" } },
        externalIds = new[] { new { source = "erp", value = key } },
        affiliations = new[] { new { account = new { id = account }, role = "Owner" } },
    }, "contact");

    Task<string> PurchaseAsync(string word, string contact, string unit, string key) => ChangeAsync("recordInteraction", new
    {
        kind = "PURCHASE",
        subject = $"O{word}",
        body = $"P{word}",
        attributes = new { note = $"N{word}" },
        contact = new { id = contact },
        unit = new { id = unit },
        currency = "EUR",
        source = "till",
        externalId = key,
        participants = new[] { new { contact = new { id = contact }, role = "payer" } },
        lines = new[] { new { productRef = $"sku {key}", quantity = 1, gross = 100, net = 80, tax = 20 } },
    }, "interaction");

    async Task<string> ChangeAsync(string name, object input, string result)
    {
        var data = await Host.QueryAsync(
            $"mutation($input: {char.ToUpperInvariant(name[0])}{name[1..]}Input!) {{ {name}(input: $input) {{ {result} {{ id }} errors {{ ... on Error {{ message }} }} }} }}", new { input });
        var made = data.GetProperty(name).GetProperty(result);
        return made.ValueKind == JsonValueKind.Object ? made.GetProperty("id").GetString()! : throw new InvalidOperationException($"Sample data were refused: {data}");
    }
}
