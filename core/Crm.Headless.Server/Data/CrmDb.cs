using Crm.Headless.Server.Data.Conventions;
using Crm.Headless.Server.Data.Model;
using Crm.Headless.Server.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Crm.Headless.Server.Data;

/// <summary>The database of one generation: core's entities and those of its plugins. Made by <see cref="CrmContexts"/>.</summary>
internal sealed class CrmDb(DbContextOptions<CrmDb> options) : DbContext(options)
{
    ModelParts Parts => this.GetService<IDbContextOptions>().FindExtension<ModelParts>()!;

    /// <summary>What this transaction tells the readers of events, in this order. The <see cref="Writer"/> appends it.</summary>
    public List<OutboxEvent> Published { get; } = [];

    public void Publish(OutboxEvent e) => Published.Add(e);

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        StorageTypes.Apply(configuration, Parts.Provider);
        configuration.Conventions.Add(_ => new TextEnums());
        configuration.Conventions.Add(_ => new SearchableTwins());
        configuration.Conventions.Add(_ => new PortableStorage(Parts.Provider));
        configuration.Conventions.Add(_ => new StorageNames());
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        CoreModel.Configure(model);
        foreach (var part in Parts.Parts)
            ModelPartCheck.Configure(model, part);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        DerivedColumns.Fill(ChangeTracker);
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken ct = default)
    {
        DerivedColumns.Fill(ChangeTracker);
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);
    }
}
