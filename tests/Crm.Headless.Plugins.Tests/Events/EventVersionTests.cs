using Crm.Headless.Plugins.Tests.Generations;
using Crm.Headless.Plugins.Tests.Life;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Events;

/// <summary>What plugins may tell, and what becomes of events in the log when the plugin changes.</summary>
public sealed class EventVersionTests
{
    const string Id = "acme.coupon";

    const string Start = """
        public sealed class Coupon : CrmPlugin;
        [MutationType] public static class CouponMutations
        {
            [Authorize("coupon:write")] public static Task<bool> CouponUseAsync([ID<Contact>] Guid contactId, ICrmStore store, CancellationToken ct) => store.ChangeAsync(ct =>
            {
                store.Publish(new CouponUsed(contactId, 7));
                return Task.FromResult(true);
            }, ct);
        }
        """;

    const string One = Start + """
        public sealed record CouponUsed(Guid ContactId, int Count) : PluginEvent;
        public sealed class CouponCounting : IEventHandler<CouponUsed> { public Task HandleAsync(CouponUsed e, CancellationToken ct) => Task.CompletedTask; }
        """;

    const string Two = Start + """
        [PluginEvent(Version = 2)] public sealed record CouponUsed(Guid ContactId, decimal Amount) : PluginEvent;
        public sealed class CouponCounting : IEventHandler<CouponUsed> { public Task HandleAsync(CouponUsed e, CancellationToken ct) => Task.CompletedTask; }
        """;

    /// <summary>Understands version 1 as well, to which a value was added.</summary>
    const string Three = Start + """
        [PluginEvent(Version = 2)] public sealed record CouponUsed(Guid ContactId, decimal Amount) : PluginEvent;
        [PluginEvent(Name = "couponUsed")] public sealed record CouponUsedOnce(Guid ContactId, int Count, int More = 5) : PluginEvent;
        public sealed class CouponCounting : IEventHandler<CouponUsed>, IEventHandler<CouponUsedOnce>
        {
            public Task HandleAsync(CouponUsed e, CancellationToken ct) => Task.CompletedTask;
            public Task HandleAsync(CouponUsedOnce e, CancellationToken ct) => e is { Count: 7, More: 5 } ? Task.CompletedTask : throw new InvalidOperationException($"It was read as {e}.");
        }
        """;

    /// <summary>Changes version 2 without saying so.</summary>
    const string Four = Start + """
        [PluginEvent(Version = 2)] public sealed record CouponUsed(Guid ContactId, decimal Worth) : PluginEvent;
        public sealed class CouponCounting : IEventHandler<CouponUsed> { public Task HandleAsync(CouponUsed e, CancellationToken ct) => Task.CompletedTask; }
        """;

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Events_of_another_version_wait_for_a_plugin_that_understands_them_and_those_of_a_plugin_that_is_gone_harm_nobody(DatabaseKind kind)
    {
        using var folder = new PluginsFolder();
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.MustInstallAsync(Make(folder, "1.0.0", One));
        var contact = (await host.QueryAsync("""mutation { createContact(input: { givenName: "Ann" }) { contact { id } } }"""))
            .GetProperty("createContact").GetProperty("contact").GetProperty("id").GetString();
        await UseAsync(host, contact);

        await host.MustInstallAsync(Make(folder, "2.0.0", Two));
        await UseAsync(host, contact);
        await ReplayAsync(host);
        Assert.Contains("is version 1 of \"acme.coupon/couponUsed\", of which the plugin has version 2. Install a version of the plugin that has a record", await ParkedAsync(host));

        await host.MustInstallAsync(Make(folder, "3.0.0", Three));
        await host.QueryAsync("mutation { retryParkedEvents(input: {}) { retried } }");
        await UntilHandledAsync(host);

        await host.MustInstallAsync(Make(folder, "4.0.0", Four));
        await ReplayAsync(host);
        Assert.Contains("is version 1 of", await ParkedAsync(host)); // The first of the lane; set back from there, what waited isn't there twice.
        await host.MustInstallAsync(Make(folder, "4.1.0", Four + """[PluginEvent(Name = "couponUsed")] public sealed record CouponUsedOnce(Guid ContactId, int Count) : PluginEvent;"""));
        await host.QueryAsync("mutation { retryParkedEvents(input: {}) { retried } }");
        Assert.Contains("can't be read as CouponUsed, although it is version 2 of \"acme.coupon/couponUsed\" as well: the record was changed.", await ParkedAsync(host, "was changed"));

        await host.QueryAsync("""mutation { pluginDisable(input: { id: "acme.coupon" }) { errors { __typename } } }""");
        Assert.False((await host.QueryAsync("{ changes(first: 100) { hasMore } }")).GetProperty("changes").GetProperty("hasMore").GetBoolean());
    }

    [Fact]
    public async Task An_event_that_cannot_be_kept_or_is_never_heard_keeps_its_plugin_out_with_the_remedy()
    {
        (string Id, string Source, string Problem)[] plugins =
        [
            ("acme.a", "public sealed record ANoted(Guid ContactId, string Note) : PluginEvent;", "holds Note, which is a text. Events hold ids, numbers"),
            ("acme.b", "public sealed record ThingDone(int Count) : PluginEvent;", "is called \"thingDone\", which has to begin with the plugin's prefix \"B\". Rename the record"),
            ("acme.c", "public sealed record CDone(int ContactId) : PluginEvent;", "holds ContactId, which is of the type Int32. It says whom the event is about: make it a Guid."),
            ("acme.d", "public sealed record DDone(Guid ContactId, IReadOnlyList<Guid> Others) : PluginEvent;", "holds Others, which is of the type IReadOnlyList`1."),
            ("acme.e", "public sealed record EDone : PluginEvent; [PluginEvent(Name = \"eDone\")] public sealed record EOther : PluginEvent;", "has two events \"eDone\" of version 1, EDone and EOther."),
            ("acme.f", "public sealed class All : IEventHandler<PluginEvent> { public Task HandleAsync(PluginEvent e, CancellationToken ct) => Task.CompletedTask; }", "a handler All of PluginEvent, which is no event that comes."),
            ("acme.g", Listening("GDone", "GHeard", "gLost"), "listens to \"gLost\", but no event is called so."),
            ("acme.h", Listening("HDone", "ContactChanged", "hDone"), "takes it for ContactChanged. Take it for HDone"),
        ];
        using var folder = new PluginsFolder();
        foreach (var (id, source, _) in plugins) folder.Compile(id, $"public sealed class Plugin : CrmPlugin; {source}");
        await using var host = await GenerationHost.StartAsync(folder);
        foreach (var (id, _, problem) in plugins) Assert.Contains(problem, host.Report(id).Message);
    }

    static string Listening(string e, string message, string topic) => $$"""
        public sealed record {{e}} : PluginEvent; public sealed record GHeard : PluginEvent;
        [SubscriptionType, AllowAnonymous] public static class Subscriptions { [Subscribe, Topic("{{topic}}")] public static int? {{e}}([EventMessage] {{message}} e) => 1; }
        """.Replace(e.StartsWith('H') ? "public sealed record GHeard : PluginEvent;" : "none", "");

    static byte[] Make(PluginsFolder folder, string version, string source)
    {
        folder.Compile(Id, source, manifest => manifest["version"] = version);
        return folder.Pack(Id);
    }

    static Task UseAsync(CrmTestHost host, string? contact) =>
        host.QueryAsync("mutation($contact: ID!) { couponUse(input: { contactId: $contact }) { __typename } }", new { contact });

    static async Task ReplayAsync(CrmTestHost host)
    {
        await UntilHandledAsync(host);
        await host.QueryAsync("""mutation { replayEvents(input: { handler: "acme.coupon/CouponCounting", since: "2000-01-01T00:00:00Z" }) { events } }""");
    }

    static async Task UntilHandledAsync(CrmTestHost host)
    {
        for (var attempt = 0; (await host.QueryAsync("{ parkedEvents { handler } }")).GetProperty("parkedEvents").GetArrayLength() > 0; attempt++)
        {
            Assert.True(attempt < 400, "They aren't handled.");
            await Task.Delay(25);
        }
        await host.HandledAsync();
    }

    static async Task<string> ParkedAsync(CrmTestHost host, string containing = "")
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            var parked = (await host.QueryAsync("{ parkedEvents { lastError } }")).GetProperty("parkedEvents").ToString();
            if (parked.Contains("lastError") && parked.Contains(containing)) return parked.Replace("\\u0022", "\"").Replace("\\\"", "\"").Replace("\\u0027", "'");
            await Task.Delay(25);
        }
        throw new InvalidOperationException($"Nothing is parked {containing}.");
    }
}
