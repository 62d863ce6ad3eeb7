using Crm.Headless.Server.Data.Conventions;
using Crm.Headless.Server.Data.Model;
using Crm.Headless.Server.Data.Search;
using Crm.Headless.Server.Data.Sensitive;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Headless.Server.Data;

/// <summary>The database of one generation: core's entities and those of its plugins. Made by <see cref="CrmContexts"/>.</summary>
internal sealed class CrmDb(DbContextOptions<CrmDb> options) : DbContext(options)
{
    readonly Lock _sets = new();

    ModelParts Parts => this.GetService<IDbContextOptions>().FindExtension<ModelParts>()!;

    /// <summary>The request that reads with this context; null: it isn't read by several at a time.</summary>
    public ReadSession? Session { get; set; }

    /// <summary>Which rows the actor sees, said by whoever took the context from the pool for him; null: all, for the host's own work.</summary>
    public RowPolicies? Policies { get; set; }

    /// <summary>The rows of a type that the actor sees. <c>Set</c> is for what holds whoever asks, such as that a key is unique.</summary>
    public IQueryable<T> Seen<T>() where T : class => Policies is null ? Set<T>() : Policies.Apply(Set<T>(), this);

    /// <summary>One at a time, because EF remembers sets in a plain dictionary, and resolvers of a request make their queries side by side.</summary>
    public override DbSet<T> Set<T>()
    {
        lock (_sets) return base.Set<T>();
    }

    /// <summary>What this transaction tells the readers of events, in this order. <see cref="OutboxWriter"/> appends it.</summary>
    public List<OutboxEvent> Published { get; } = [];

    /// <summary>What this transaction changed, for the audit log; null: nobody writes it down, as when core keeps its own books.</summary>
    public AuditTrail? Trail { get; set; }

    /// <summary>While it writes plugins' rows; null: core's alone.</summary>
    public PluginWrite? PluginWrite { get; set; }

    /// <summary>Code of a plugin holds it that doesn't end: nobody else may use it, and it doesn't go back to the pool.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Takes the connection away from what still runs on it.</summary>
    public void Lose(Task running)
    {
        IsLost = true;
        running.ContinueWith(static late => _ = late.Exception, TaskContinuationOptions.ExecuteSynchronously);
        Database.GetDbConnection().Close();
    }

    /// <summary>The plugin whose table it has; null: it is core's.</summary>
    public string? OwnerOf(IEntityType entity) =>
        entity.GetTableName() is { } table ? Parts.Parts.FirstOrDefault(part => table.StartsWith(part.TablePrefix, StringComparison.Ordinal))?.Owner : null;

    public void Publish(OutboxEvent e) => Published.Add(e);

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        StorageTypes.Apply(configuration, Parts.Provider);
        configuration.Conventions.Add(_ => new TextEnums());
        configuration.Conventions.Add(_ => new SearchableTwins());
        configuration.Conventions.Add(_ => new PortableStorage(Parts.Provider));
        configuration.Conventions.Add(_ => new StorageNames());
        configuration.Conventions.Add(_ => new SensitiveTexts(Parts.Protector));
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        CoreModel.Configure(model);
        foreach (var part in Parts.Parts)
            ModelPartCheck.Configure(model, part);
    }

    /// <summary>Where the rows are.</summary>
    public DatabaseProvider StorageProvider => Parts.Provider;

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
        => throw new NotSupportedException("Changes are written with SaveChangesAsync, because the search index is written with them.");

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken ct = default) => PluginWrite is { } write
        ? write.RunAsync(this, token => SaveAsync(acceptAllChangesOnSuccess, token), ct)
        : SaveAsync(acceptAllChangesOnSuccess, ct);

    async Task<int> SaveAsync(bool acceptAllChangesOnSuccess, CancellationToken ct)
    {
        DerivedColumns.Fill(ChangeTracker);
        Trail?.Collect(ChangeTracker);
        var texts = SearchText.ChangedBy(ChangeTracker);
        if (texts.Count == 0)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);
        await using var transaction = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(ct) : null;
        var changes = await base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);
        await SearchWriter.WriteAsync(this, texts, ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return changes;
    }
}
