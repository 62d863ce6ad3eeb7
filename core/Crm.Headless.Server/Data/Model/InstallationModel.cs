using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Data.Model;

/// <summary>Something that this installation keeps for itself, such as the key of its cursors.</summary>
sealed class InstallationValue
{
    public string Name { get; set; } = "";
    public string Value { get; set; } = "";
}

sealed class InstallationModel : IEntityTypeConfiguration<InstallationValue>
{
    public void Configure(EntityTypeBuilder<InstallationValue> value)
    {
        value.ToTable("installation");
        value.HasKey(v => v.Name);
    }
}
