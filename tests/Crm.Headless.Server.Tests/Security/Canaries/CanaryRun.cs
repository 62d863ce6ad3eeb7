using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Crm.Headless.Server;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Tests;
using Crm.Headless.Server.Tests.Import;
using Crm.Headless.Testing;
using Crm.Headless.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Crm.Headless.Tests.Security.Canaries;

/// <summary>A host whose whole log is kept, and all that can go right and wrong on it, with secrets and personal data in every place.</summary>
sealed class CanaryRun : IAsyncDisposable
{
    const string Contact = "contact { id } errors { __typename ... on Error { message } }";

    readonly BrokenDatabase _broken = new();
    readonly Wire _wire;
    readonly CrmTestHost _host;

    CanaryRun(CrmTestHost host, CapturedLog log, BrokenDatabase broken) => (_host, Log, _broken, _wire) = (host, log, broken, new(host));

    public CapturedLog Log { get; }
    public Secrets Secrets { get; } = new();
    public IReadOnlyCollection<string> Answers => _wire.Answers;
    public string Imported { get; private set; } = "";
    public int Failed => _broken.Failed;
    public TestDatabase Database => _host.Database;

    /// <param name="isTalkative">With all that core's own categories can say.</param>
    public static async Task<CanaryRun> GoAsync(DatabaseKind kind, bool isTalkative)
    {
        var (log, broken) = (new CapturedLog(), new BrokenDatabase());
        var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Database = kind,
            PluginsFolder = CrmCommand.Plugins,
            Settings = new Dictionary<string, string?>
            {
                ["Crm:Faults:ShowMessages"] = "false",
                ["Crm:GraphQL:MaxPluginFieldTime"] = "00:00:30", // a busy machine, and everything for the first time
                ["Crm:RateLimits:Strangers:Burst"] = "8",
                ["Crm:RateLimits:Members:Burst"] = "6",
                ["Crm:RateLimits:Members:PerSecond"] = "1",
            },
            Configure = builder =>
            {
                builder.Logging.AddProvider(log);
                if (isTalkative) builder.Logging.AddFilter("Crm.Headless", LogLevel.Trace);
                builder.Services.Replace(ServiceDescriptor.Singleton(services =>
                    new Database(DataFolder.Locate(builder.Configuration), services.GetRequiredService<ILoggerFactory>(), broken)));
            },
        });
        var run = new CanaryRun(host, log, broken);
        run.Secrets.Key(host.AdminKey);
        await run.GoAsync();
        return run;
    }

    async Task GoAsync()
    {
        var contact = await PlantAsync();
        await EveryMutationAsync(contact);
        await DocumentsAsync();
        await StrangersAsync();
        await ClientsAsync(contact);
        await StreamsAsync();
        await FaultsAsync(contact);
        await ImportAsync();
        await _host.RestartAsync(); // What waits for its second, such as the audit of refusals, is written at the end.
    }

    public async ValueTask DisposeAsync()
    {
        _wire.Dispose();
        await _host.DisposeAsync();
    }

    /// <summary>Records that hold what belongs into them, and are changed.</summary>
    async Task<string> PlantAsync()
    {
        var contact = (await _host.ChangeAsync("createContact", Person(Canary.Key), "contact { id }")).Id();
        await _host.ChangeAsync("updateContact", new { id = contact, givenName = Canary.Name + "2", jobTitle = Canary.Subject, email = "2" + Canary.Email }, "contact { id }");
        await _host.ChangeAsync("recordInteraction", new { kind = "PURCHASE", contact = new { id = contact }, subject = Canary.Subject, body = Canary.Body, amount = 10, currency = "EUR" }, "interaction { id }");
        await _host.ChangeAsync("loyaltyEnroll", new { contactId = contact }, "loyaltyAccount { id }");
        var user = (await _host.ChangeAsync("createUser", new { name = Canary.Name, email = Canary.Email, issuer = "https://id.example", subject = Canary.Identity }, "user { id }")).Id();
        await _host.ChangeAsync("updateUser", new { id = user, name = Canary.FamilyName, subject = Canary.Identity + "2" }, "user { id }");
        await _host.ChangeAsync("archiveUser", new { id = user }, "user { id }");
        return contact;
    }

    static object Person(string key) => new
    {
        givenName = Canary.Name,
        familyName = Canary.FamilyName,
        email = key == Canary.Key ? Canary.Email : key + Canary.Email,
        phone = Canary.Phone,
        contactPoints = new[] { new { kind = "ADDRESS", address = new { street = Canary.Street, city = "Kanaristadt", country = "DE" } } },
        identities = new[] { new { provider = "wechat-unionid", issuer = "p", subject = Canary.Identity + key } },
        externalIds = new[] { new { source = "shop", value = key } },
    };

    /// <summary>Refused in every way: by the language, by coercion, by the rules of the record.</summary>
    async Task EveryMutationAsync(string contact)
    {
        var inputs = await MutationInputs.ReadAsync(_host);
        string[] texts = [Canary.Name, Canary.Email, Canary.NoEmail, Canary.NoPhone, Canary.NoDate, Canary.Identity, contact];
        foreach (var (name, input) in inputs.Mutations)
            for (var turn = 0; turn < 3; turn++)
            {
                var next = turn;
                var value = inputs.ValueOf(input, (type, field) => type == "ID" ? contact : field is "source" or "provider" or "language" or "timeZone" or "currency" or "code" ? "shop" : type == "String" ? texts[next++ % texts.Length] : turn == 0 ? Canary.NoDate : "2026-01-01");
                await _wire.PostAsync($"mutation($input: {input}!) {{ {name}(input: $input) {{ __typename }} }}", new { input = MutationInputs.Json(value) });
                await _wire.PostAsync($"mutation {{ {name}(input: {MutationInputs.Literal(value)}) {{ __typename }} }}");
            }
        foreach (var _ in "12") await _wire.PostAsync($"mutation($input: CreateContactInput!) {{ createContact(input: $input) {{ {Contact} }} }}", new { input = Person("other") });
        await _wire.PostAsync($"mutation($input: UpsertContactsInput!) {{ upsertContacts(input: $input) {{ __typename }} }}",
            new { input = new { contacts = new object[] { new { source = "shop", externalId = "kanari-1", email = Canary.NoEmail }, new { source = "shop", externalId = "kanari-2", displayName = Canary.Name } } } });
    }

    async Task DocumentsAsync()
    {
        string[] documents =
        [
            $$"""{ contacts(where: { email: { eq: "{{Canary.Email}}" } }) { nodes { id nosuch } } }""",
            $$"""{ contacts(first: "{{Canary.Name}}") { nodes { id } } }""",
            $$"""{ contacts(after: "{{Canary.Name}}") { nodes { id } } }""",
            $$"""{ search(query: "{{Canary.Name}} {{Canary.Phone}}", first: 5) { nodes { __typename } } }""",
            $$"""{ node(id: "{{Canary.Name}}") { id } }""",
            $$"""query {{Canary.Name}} { {{Canary.FamilyName}}: contacts { nodes { {{Canary.Body}} } } }""",
            $$"""{ contacts @{{Canary.Name}} { nodes { id } } } # {{Canary.Email}}""",
            $$"""{ contacts(where: { email: { eq: "{{Canary.Email}} } }) { nodes { id } } }""",
            $$"""fragment {{Canary.Name}} on Contact { id } { contacts { nodes { id } } }""",
        ];
        foreach (var document in documents)
        {
            await _wire.PostAsync(document);
            await _wire.GetAsync("/graphql?query=" + Uri.EscapeDataString(document));
            await _wire.PostAsync(document, accept: "text/event-stream");
            await PersistAsync(document);
        }
        await _wire.RawAsync($$"""{"query": "{ __typename }", "variables": { "email": "{{Canary.Email}}" """);
        await _wire.RawAsync($$"""{"query": {{Canary.Email}} }""");
        await _wire.RawAsync($$"""{"query": "{ __typename }", "operationName": "{{Canary.Name}}", "variables": "{{Canary.Email}}" }""");
        await _wire.GetAsync("/graphql?query=" + Uri.EscapeDataString("query($e: String) { contacts(where: { email: { eq: $e } }) { totalCount } }")
            + "&variables=" + Uri.EscapeDataString($$"""{"e":"{{Canary.Email}}"}"""));
    }

    async Task PersistAsync(string document)
    {
        var extensions = new { persistedQuery = new { version = 1, sha256Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document))) } };
        await _wire.RawAsync(JsonSerializer.Serialize(new { extensions }));
        await _wire.RawAsync(JsonSerializer.Serialize(new { query = document, extensions }));
        await _wire.RawAsync(JsonSerializer.Serialize(new { extensions }));
    }

    /// <summary>Wrong keys and tokens, more often than is allowed.</summary>
    async Task StrangersAsync()
    {
        foreach (var wrong in new[] { Secrets.WrongKey, Secrets.WrongAdminKey, Secrets.WrongToken, "eyJ.wrongcanarysecret.x", _host.AdminKey + "wrongcanarysecret" })
        {
            await _wire.PostAsync("{ __typename }", credential: wrong);
            await _wire.GetAsync("/graphql/schema.graphql", wrong);
            await _wire.GetAsync("/graphql?query={__typename}", wrong, "text/event-stream");
            await _wire.TokenAsync($"QXBpQ2xpZW50:{wrong}", ("grant_type", "client_credentials"));
            await _wire.TokenAsync(null, ("grant_type", "client_credentials"), ("client_id", wrong), ("client_secret", wrong));
            await _wire.TokenAsync(null, ("grant_type", wrong), ("client_secret", wrong), ("scope", wrong), ("subject_token", wrong));
        }
    }

    async Task ClientsAsync(string contact)
    {
        var shop = await _host.CreateClientAsync(["contacts:read", "contacts:write", "members:exchange"]);
        Secrets.Key(shop.Key);
        Secrets.Key((await _host.MutateAsync("addApiClientKey", new { clientId = shop.Id }, "key")).Text("key")!);
        var token = Secrets.Token(await _host.AccessTokenAsync(shop));
        var member = Secrets.Token((await _host.ExchangeAsync(shop, "contact", contact)).Text("access_token"));
        Secrets.Token((await _host.ExchangeAsync(shop, "identity", $$"""{"provider":"wechat-unionid","issuer":"p","subject":"{{Canary.Identity}}{{Canary.Key}}"}""")).Text("access_token"));
        foreach (var nobody in new[] { $$"""{"provider":"{{Canary.Name}}","subject":"{{Canary.Email}}"}""", Canary.Name, token })
            foreach (var type in new[] { "identity", "contact", "external-id", Canary.Name })
                _wire.Keep((await _host.ExchangeAsync(shop, type, nobody, ("scope", Canary.Name))).Body.ToString());
        _wire.Keep((await _host.TokenAsync(shop, ("resource", "https://kanari.example"), ("scope", "kanari:read"))).Body.ToString());

        foreach (var credential in new[] { shop.Key, token, member, member[..^8] + "wrongone" })
            for (var i = 0; i < 4; i++)
            {
                await _wire.PostAsync($$"""query {{Canary.Name}} { {{Canary.FamilyName}}: contacts(where: { email: { eq: "{{Canary.Email}}" } }) { nodes { id email account { name } } } }""", credential: credential);
                await _wire.PostAsync("query($id: ID!) { contact(id: $id) { displayName email } }", new { id = contact }, credential);
                await _wire.PostAsync($$"""mutation { recordInteraction(input: { kind: NOTE, subject: "{{Canary.Subject}}", body: "{{Canary.Body}}" }) { __typename } }""", credential: credential);
                await _wire.PostAsync($$"""query(${{Canary.Name}}: UserFilterInput) { users(where: ${{Canary.Name}}) { nodes { name } } }""", credential: credential);
            }
        await _host.MutateAsync("disableApiClient", new { id = shop.Id }, "apiClient { id }");
        await _host.UntilRefusedAsync(shop.Key);
        foreach (var credential in new[] { shop.Key, token, member }) await _wire.PostAsync("{ __typename }", credential: credential);
    }

    async Task StreamsAsync()
    {
        foreach (var wrong in new[] { Secrets.WrongKey, Secrets.WrongToken })
        {
            await using var refused = await SocketClient.ConnectAsync(_host);
            await refused.SendAsync($$$"""{"type":"connection_init","payload":{"authorization":"Bearer {{{wrong}}}"}}""");
            _wire.Keep((await refused.ReadCloseAsync()).Reason);
        }
        await using (var socket = await SocketClient.InitialisedAsync(_host))
        {
            foreach (var document in new[] { $$"""{ contacts(first: "{{Canary.Name}}") { nodes { id } } }""", $$"""{ search(query: "{{Canary.Email}}") { nodes { __typename } } }""" })
            {
                await socket.SubscribeAsync("1", document);
                var answer = await socket.ReadAsync();
                _wire.Keep(answer.ToString());
                if (answer.Text("type") == "next") await socket.ReadAsync();
            }
            await socket.SendAsync($$"""{"type":"{{Canary.Name}}","payload":"{{Canary.Email}}" """);
            _wire.Keep((await socket.ReadCloseAsync()).Reason);
        }
    }

    /// <summary>The database fails in fields, in handlers, and before there is a field.</summary>
    async Task FaultsAsync(string contact)
    {
        _broken.Poison = "contacts";
        await _wire.PostAsync($$"""{ contacts(where: { email: { eq: "{{Canary.Email}}" } }) { nodes { id } } }""");
        await _wire.PostAsync($$"""mutation { createContact(input: { givenName: "{{Canary.Name}}", email: "{{Canary.Email}}" }) { {{Contact}} } }""");
        _broken.Poison = "api_client";
        await _wire.PostAsync("{ __typename }", credential: Secrets.WrongKey);
        _broken.Poison = null;
        await FailHandlerAsync(contact);
    }

    async Task FailHandlerAsync(string contact)
    {
        _broken.Poison = "loyalty_";
        await _host.ChangeAsync("recordInteraction",
            new { kind = "PURCHASE", contact = new { id = contact }, subject = Canary.Subject, amount = 7, currency = "EUR" }, "interaction { id }");
        await Eventually.IsAsync(async () => (await _host.QueryAsync("{ parkedEvents { handler lastError } }")).List("parkedEvents").Count > 0);
        _wire.Keep(await _wire.PostAsync("{ parkedEvents { handler lastError } }"));
        _broken.Poison = null;
    }

    async Task ImportAsync()
    {
        using var crm = new CrmCommand(Database);
        var map = crm.Write("map.json", Encoding.UTF8.GetBytes("""{ "source": "list", "contacts": { "externalId": "{id}", "displayName": "{name}", "email": "{email}" } }"""));
        var rows = crm.Write("people.csv", Encoding.UTF8.GetBytes($"id,name,email\nk1,{Canary.Name},{Canary.NoEmail}\nk2,{Canary.FamilyName},2{Canary.Email}\nk3,{Canary.Name}\n"));
        (_, Imported) = await crm.RunAsync("import", rows, "--map", map);
    }
}
