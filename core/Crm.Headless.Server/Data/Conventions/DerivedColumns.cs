using Crm.Headless.Server.Data.Sensitive;
using Crm.Headless.Server.Data.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Headless.Server.Data.Conventions;

/// <summary>Fills what follows from other columns just before it is written, for core's and the plugins' entities alike.</summary>
static class DerivedColumns
{
    public static void Fill(ChangeTracker tracker)
    {
        tracker.DetectChanges();
        foreach (var entry in tracker.Entries().Where(IsReadOnly).ToList())
            entry.State = EntityState.Unchanged;
        foreach (var entry in tracker.Entries())
            if (entry.State is EntityState.Added or EntityState.Modified)
                Fill(entry);
    }

    // EF doesn't read the discriminator of an optional complex value into the entry, and later takes its own value for a change.
    static bool IsReadOnly(EntityEntry entry) => entry.State == EntityState.Modified
        && !entry.Properties.Any(property => property.IsModified)
        && !entry.ComplexProperties.SelectMany(value => value.Properties).Any(property => property.IsModified && !property.Metadata.IsShadowProperty());

    static void Fill(EntityEntry entry)
    {
        foreach (var (text, twin) in TwinsOf(entry.Metadata))
            if (entry.State == EntityState.Added || entry.Property(text).IsModified)
                entry.Property(twin).CurrentValue = TextNormalizer.Normalize((string?)entry.Property(text).CurrentValue);
        foreach (var (text, hash) in HashesOf(entry.Metadata))
            if (entry.State == EntityState.Added || entry.Property(text).IsModified)
                entry.Property(hash).CurrentValue = entry.Property(text).CurrentValue; // EF hashes it on its way to the column
        if (entry.Entity is ContactPoint point)
            entry.Property(nameof(ContactPoint.MatchKey)).CurrentValue = MatchKey.Of(point.Kind, point.Value);
        CountVersion(entry);
    }

    /// <summary>A change raises the version by one. Here alone: no command has to think of it.</summary>
    static void CountVersion(EntityEntry entry)
    {
        if (entry.Metadata.FindProperty("Version") is not { IsConcurrencyToken: true } property || property.ClrType != typeof(int))
            return;
        var version = entry.Property(property);
        version.CurrentValue = entry.State == EntityState.Added ? Math.Max(1, (int)version.CurrentValue!) : (int)version.OriginalValue! + 1;
    }

    static (IProperty Text, IProperty Twin)[] TwinsOf(IEntityType entity)
        => entity.GetOrAddRuntimeAnnotationValue("Crm:Twins", static type => Find(type!, SearchableTwins.Pairs), entity);

    static (IProperty Text, IProperty Hash)[] HashesOf(IEntityType entity)
        => entity.GetOrAddRuntimeAnnotationValue("Crm:Hashes", static type => Find(type!, SensitiveTexts.Pairs), entity);

    static (IProperty, IProperty)[] Find(IEntityType entity, Func<IEntityType, IEnumerable<(IReadOnlyProperty, IReadOnlyProperty)>> pairs)
        => [.. pairs(entity).Select(pair => ((IProperty)pair.Item1, (IProperty)pair.Item2))];
}
