using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Points: programmes and their rules, a ledger of what members earned and spent, tiers, rewards. Whatever moves points goes through
/// <see cref="Booking"/>.
/// </summary>
public sealed class LoyaltyPlugin : CrmPlugin
{
    /// <inheritdoc/>
    public override void ConfigureModel(ModelBuilder model)
    {
        ProgramModel.Configure(model);
        LedgerModel.Configure(model);
        TierModel.Configure(model);
    }

    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services) => services
        .AddSingleton<CatalogCache>()
        .AddScoped<Catalogs>()
        .AddScoped<RuleBook>()
        .AddScoped<MemberHistory>()
        .AddScoped<RuleDesk>()
        .AddScoped<ProgramDesk>()
        .AddScoped<Quotes>()
        .AddScoped<Rehearsals>()
        .AddScoped<PastReading>()
        .AddScoped<TierBook>()
        .AddScoped<Booking>()
        .AddScoped<Members>()
        .AddScoped<PurchaseReader>()
        .AddScoped<BookedFor>()
        .AddScoped<Holding>()
        .AddScoped<Settling>()
        .AddScoped<Requests>()
        .AddScoped<Redeeming>()
        .AddScoped<TierMeasuring>()
        .AddScoped<TierDefining>()
        .AddScoped<RewardDefining>()
        .AddScoped<Rewarding>()
        .AddScoped<Adjusting>()
        .AddScoped<Transferring>()
        .AddScoped<OpeningBalances>()
        .AddScoped<PersonExport>()
        .AddScoped<PersonVouchers>()
        .AddScoped<UnitLimits>()
        .AddScoped<Reconciling>();

    /// <inheritdoc/>
    public override void MapEndpoints(PluginEndpoints endpoints) => BalanceFile.Map(endpoints);
}
