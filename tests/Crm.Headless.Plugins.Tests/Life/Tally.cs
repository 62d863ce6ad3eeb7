using Crm.Headless.Plugins.Tests.Loading;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>A plugin that writes down what it was told of and what it did, and in which process.</summary>
static class Tally
{
    public const string Id = "acme.tally", Job = "acme.tally/Steps";
    public const int StepCount = 60;

    public static byte[] Package { get; } = Make($$"""
        public sealed class Tally : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model)
            {
                model.Entity<TallyEvent>().ToTable("tally_events");
                model.Entity<TallyStep>().ToTable("tally_steps");
            }
        }
        [VisibleToAll] public sealed class TallyEvent { public Guid Id { get; set; } public string Key { get; set; } = ""; public int Process { get; set; } }
        [VisibleToAll] public sealed class TallyStep { public Guid Id { get; set; } public int Number { get; set; } public int Process { get; set; } public DateTimeOffset DueAt { get; set; } }
        [Migration("20260101000000_tally")] public sealed class TallyInitial : Migration
        {
            protected override void Up(MigrationBuilder m)
            {
                m.CreateTable("tally_events", table => new { id = table.Column<Guid>(), key = table.Column<string>(), process = table.Column<int>() },
                    constraints: table => table.PrimaryKey("pk_tally_events", row => row.id));
                m.CreateTable("tally_steps",
                    table => new { id = table.Column<Guid>(), number = table.Column<int>(), process = table.Column<int>(), due_at = table.Column<DateTimeOffset>() },
                    constraints: table => table.PrimaryKey("pk_tally_steps", row => row.id));
            }
        }
        public sealed class TallyHandler(ICrmStore store) : IEventHandler<InteractionRecorded>
        {
            public Task HandleAsync(InteractionRecorded e, CancellationToken ct)
            {
                store.Add(new TallyEvent { Id = Guid.NewGuid(), Key = e.Interaction.ExternalId ?? "", Process = Environment.ProcessId });
                return Task.CompletedTask;
            }
        }
        [Schedule("0 0 1 1 *")] public sealed class Steps(ICrmStore store) : IJob
        {
            public async Task<JobStep> RunAsync(JobRun run, CancellationToken ct)
            {
                var number = int.Parse(run.State ?? "0") + 1;
                store.Add(new TallyStep { Id = Guid.NewGuid(), Number = number, Process = Environment.ProcessId, DueAt = run.DueAt });
                await Task.Delay(30, ct);
                run.State = number.ToString();
                return number == {{StepCount}} ? JobStep.Done : JobStep.More;
            }
        }
        [QueryType, AllowAnonymous] public static class TallyQueries
        {
            public static async Task<string?> TallyEventsAsync(ICrmStore store, CancellationToken ct) =>
                string.Join(' ', await store.Query<TallyEvent>().Select(row => row.Key + "/" + row.Process).ToListAsync(ct));
            public static async Task<string?> TallyStepsAsync(ICrmStore store, CancellationToken ct) => string.Join(' ',
                (await store.Query<TallyStep>().OrderBy(row => row.Number).ToListAsync(ct)).Select(row => $"{row.Number}/{row.Process}/{row.DueAt.Ticks}"));
        }
        """);

    static byte[] Make(string source)
    {
        using var folder = new PluginsFolder();
        folder.Compile(Id, source);
        return folder.Pack(Id);
    }
}
