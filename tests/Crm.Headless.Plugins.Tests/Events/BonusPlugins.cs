using Crm.Headless.Plugins.Tests.Loading;
using Microsoft.CodeAnalysis;

namespace Crm.Headless.Plugins.Tests.Events;

/// <summary>A plugin that gives points and tells of it, and one that listens to it. Compiled once for all tests.</summary>
public sealed class BonusPlugins : IDisposable
{
    /// <summary>Tells of points in a handler, a mutation, a job and when people are merged.</summary>
    public const string Bonus = """
        public sealed class Bonus : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model) => model.Entity<BonusRow>().ToTable("bonus_rows");
        }
        [VisibleWith<Contact>(nameof(ContactId))] public sealed class BonusRow { public Guid Id { get; set; } = Guid.NewGuid(); public Guid ContactId { get; set; } public long Points { get; set; } }
        [Migration("20260101000000_bonus")] public sealed class BonusInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("bonus_rows",
                table => new { id = table.Column<Guid>(), contact_id = table.Column<Guid>(), points = table.Column<long>() },
                constraints: table => table.PrimaryKey("pk_bonus_rows", row => row.id));
        }
        public enum BonusReason { Purchase, Gift }
        public sealed record BonusGiven(Guid ContactId, long Points, BonusReason Reason, decimal? Share = null, DateOnly? Until = null) : PluginEvent
        {
            public bool IsGift => Reason == BonusReason.Gift;
        }
        public sealed record BonusOpened : PluginEvent { public required int Rules { get; init; } }
        public sealed class BonusEarning(ICrmStore store) : IEventHandler<InteractionRecorded>
        {
            public async Task HandleAsync(InteractionRecorded e, CancellationToken ct)
            {
                if (e.Interaction.Kind != InteractionKinds.Purchase || e.Interaction.ContactId is not { } contact) return;
                var row = await store.FindAsync<BonusRow>(row => row.ContactId == contact, ct);
                if (row is null) store.Add(row = new BonusRow { ContactId = contact });
                row.Points += 10;
                store.Publish(new BonusGiven(contact, row.Points, BonusReason.Purchase, 0.5m, new DateOnly(2027, 1, 31)));
            }
        }
        public sealed class BonusRefusedException() : CrmException("BONUS_REFUSED", "No.");
        [MutationType] public static class BonusMutations
        {
            [Authorize("bonus:write"), Error<BonusRefusedException>]
            public static Task<long> BonusGiveAsync([ID<Contact>] Guid contactId, long points, ICrmStore store, CancellationToken ct) => store.ChangeAsync(ct =>
            {
                store.Publish(new BonusGiven(contactId, points, BonusReason.Gift));
                if (points < 0) throw new BonusRefusedException();
                return Task.FromResult(points);
            }, ct);
        }
        [SubscriptionType] public static class BonusSubscriptions
        {
            [Authorize("bonus:read"), AllowMembers, Subscribe]
            public static string? BonusGiven([EventMessage] BonusGiven e, [ID<Contact>] Guid? contactId) => $"{e.Points} {e.Reason}";
        }
        [Backfill] public sealed class BonusOpening(ICrmStore store) : IJob
        {
            public Task<JobStep> RunAsync(JobRun run, CancellationToken ct)
            {
                store.Publish(new BonusOpened { Rules = 3 });
                return Task.FromResult(JobStep.Done);
            }
        }
        public sealed class BonusPeople(ICrmStore store) : IPersonLifecycle
        {
            public async Task<IReadOnlyDictionary<string, long>> CountAsync(Guid contactId, CancellationToken ct) =>
                new Dictionary<string, long> { ["BonusRow"] = await store.Query<BonusRow>().LongCountAsync(row => row.ContactId == contactId, ct) };
            public Task MergeAsync(ContactMerge merge, CancellationToken ct)
            {
                store.Publish(new BonusGiven(merge.SurvivorId, 777, BonusReason.Gift));
                return Task.CompletedTask;
            }
            public Task UnmergeAsync(ContactMerge merge, CancellationToken ct) => Task.CompletedTask;
            public Task<object?> ExportAsync(Guid contactId, CancellationToken ct) => Task.FromResult<object?>(null);
            public async Task EraseAsync(Guid contactId, CancellationToken ct)
            {
                store.Publish(new BonusGiven(contactId, 987654321, BonusReason.Gift));
                foreach (var row in await store.Track<BonusRow>().Where(row => row.ContactId == contactId).ToListAsync(ct)) store.Remove(row);
            }
        }
        """;

    /// <summary>Writes down what it hears, in the order in which it hears it.</summary>
    public const string Echo = """
        public sealed class Echo : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model) => model.Entity<EchoRow>().ToTable("echo_rows");
        }
        [VisibleToAll] public sealed class EchoRow { public Guid Id { get; set; } public Guid? ContactId { get; set; } public long Sequence { get; set; } public DateTimeOffset At { get; set; } public string What { get; set; } = ""; }
        [Migration("20260101000000_echo")] public sealed class EchoInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("echo_rows",
                table => new { id = table.Column<Guid>(), contact_id = table.Column<Guid>(nullable: true), sequence = table.Column<long>(), at = table.Column<DateTimeOffset>(), what = table.Column<string>() },
                constraints: table => table.PrimaryKey("pk_echo_rows", row => row.id));
        }
        public sealed class EchoListening(ICrmStore store) : IEventHandler<BonusGiven>, IEventHandler<BonusOpened>, IEventHandler<InteractionRecorded>
        {
            public Task HandleAsync(BonusGiven e, CancellationToken ct) => Add(e, e.ContactId, $"{e.Points} {e.Reason} {e.Share} {e.Until:yyyy-MM-dd}".Trim());
            public Task HandleAsync(BonusOpened e, CancellationToken ct) => Add(e, null, $"opened {e.Rules}");
            public Task HandleAsync(InteractionRecorded e, CancellationToken ct) => Add(e, e.Interaction.ContactId, "recorded");
            Task Add(CrmEvent e, Guid? contact, string what)
            {
                store.Add(new EchoRow { Id = Guid.CreateVersion7(), ContactId = contact, Sequence = e.Sequence, At = e.At, What = what });
                return Task.CompletedTask;
            }
        }
        [QueryType, AllowAnonymous] public static class EchoQueries
        {
            public static async Task<IReadOnlyList<string>?> EchoHeardAsync([ID<Contact>] Guid? contactId, ICrmStore store, CancellationToken ct) =>
                (await store.Query<EchoRow>().Where(row => row.ContactId == contactId).OrderBy(row => row.Sequence).ToListAsync(ct)).ConvertAll(row => row.What);
            public static async Task<bool?> EchoTimesAsync(ICrmStore store, CancellationToken ct) =>
                (await store.Query<EchoRow>().ToListAsync(ct)).TrueForAll(row => row.Sequence > 0 && row.At > DateTimeOffset.UnixEpoch.AddYears(50));
        }
        """;

    public BonusPlugins()
    {
        Folder.Compile("acme.bonus", Bonus);
        var bonus = MetadataReference.CreateFromFile(Path.Combine(Folder.FolderOf("acme.bonus"), "acme_bonus.dll"));
        Folder.Compile("acme.echo", Echo, manifest => manifest["requires"]!.AsArray().Add(new System.Text.Json.Nodes.JsonObject { ["id"] = "acme.bonus", ["version"] = "^1.0" }), bonus);
    }

    internal PluginsFolder Folder { get; } = new();

    public void Dispose() => Folder.Dispose();
}
