using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>A package that was uploaded, whole: from here every node takes it.</summary>
sealed class StoredPackage
{
    /// <summary>The SHA-256 of the bytes, in hexadecimal digits.</summary>
    public string Hash { get; set; } = "";
    public string Plugin { get; set; } = "";
    public string Version { get; set; } = "";
    public byte[] Bytes { get; set; } = [];
    public DateTimeOffset CreatedAt { get; set; }
}

sealed class StoredPackageModel : IEntityTypeConfiguration<StoredPackage>
{
    public void Configure(EntityTypeBuilder<StoredPackage> package)
    {
        package.ToTable("plugin_packages");
        package.HasKey(row => row.Hash);
        package.HasIndex(row => row.Plugin);
    }
}
