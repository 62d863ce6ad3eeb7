using Crm.Headless.Server.Security.DataKeys;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Crm.Headless.Server.Data;

/// <summary>Carries the plugins' parts of the model, and what encrypts its sensitive texts, to <see cref="CrmDb"/>. Every generation has an EF service provider, so the model is cached with it.</summary>
internal sealed class ModelParts(DatabaseProvider provider, DataProtector protector, IReadOnlyList<ModelPart> parts) : IDbContextOptionsExtension
{
    public DatabaseProvider Provider => provider;
    public DataProtector Protector => protector;
    public IReadOnlyList<ModelPart> Parts => parts;
    public DbContextOptionsExtensionInfo Info => new ExtensionInfo(this);

    public void ApplyServices(IServiceCollection services) { }

    public void Validate(IDbContextOptions options) { }

    sealed class ExtensionInfo(ModelParts extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;
        public override string LogFragment => $"Model={string.Join(',', extension.Parts.Select(part => part.Owner).Prepend("core"))} ";
        public override int GetServiceProviderHashCode() => 0;
        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;
        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["Crm:Model"] = LogFragment;
    }
}
