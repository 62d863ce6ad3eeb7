using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Loyalty;

/// <summary>Points for purchases: who takes part, what they earned and spent, and the tier that it brings them.</summary>
public sealed class LoyaltyPlugin : CrmPlugin
{
    /// <inheritdoc/>
    public override void ConfigureModel(ModelBuilder model)
    {
        model.Entity<LoyaltyAccount>(account =>
        {
            account.ToTable("loyalty_accounts");
            account.HasIndex(row => row.ContactId).IsUnique();
            account.HasIndex(row => new { row.Balance, row.Id });
            account.Property(row => row.Version).IsConcurrencyToken();
            account.HasOne<Contact>().WithMany().HasForeignKey(row => row.ContactId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<LoyaltyEntry>(entry =>
        {
            entry.ToTable("loyalty_entries");
            entry.HasIndex(row => new { row.AccountId, row.Sequence }).IsUnique();
            entry.HasIndex(row => new { row.AccountId, row.OriginalInteractionId });
            entry.HasIndex(row => new { row.AccountId, row.InteractionId }).IsUnique();
            entry.HasIndex(row => new { row.AccountId, row.Reference }).IsUnique();
            entry.HasOne<LoyaltyAccount>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services) => services
        .AddSingleton<LoyaltyTiers>()
        .AddScoped<LoyaltyLedger>();
}
