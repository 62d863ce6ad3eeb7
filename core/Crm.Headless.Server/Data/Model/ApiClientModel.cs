using Crm.Headless.Server.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Data.Model;

sealed class ApiClientModel : IEntityTypeConfiguration<ApiClient>
{
    public void Configure(EntityTypeBuilder<ApiClient> client)
    {
        client.ToTable("api_clients");
        client.Property(c => c.Version).IsConcurrencyToken();
        client.RefersTo<ApiClient, Unit>(nameof(ApiClient.UnitId));
        client.HasIndex(c => c.Name).IsUnique();
    }
}

sealed class ApiClientKeyModel : IEntityTypeConfiguration<ApiClientKey>
{
    public void Configure(EntityTypeBuilder<ApiClientKey> key)
    {
        key.ToTable("api_client_keys");
        key.IsPartOf<ApiClientKey, ApiClient>(nameof(ApiClientKey.ClientId));
    }
}
