using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Data.Model;

/// <summary>Core's part of the model: every <c>IEntityTypeConfiguration</c> of this assembly.</summary>
static class CoreModel
{
    public static void Configure(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(CoreModel).Assembly);

    /// <summary>A row that belongs to another one and goes with it.</summary>
    public static void IsPartOf<T, TWhole>(this EntityTypeBuilder<T> entity, string foreignKey) where T : class where TWhole : class
        => entity.HasOne<TWhole>().WithMany().HasForeignKey(foreignKey).OnDelete(DeleteBehavior.Cascade);

    /// <summary>A row that names another one, which can't go as long as it is named.</summary>
    public static void RefersTo<T, TOther>(this EntityTypeBuilder<T> entity, string foreignKey) where T : class where TOther : class
        => entity.HasOne<TOther>().WithMany().HasForeignKey(foreignKey).OnDelete(DeleteBehavior.Restrict);
}
