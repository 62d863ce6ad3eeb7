namespace Crm.Headless.Server.Security.Audit;

internal static class AuditHosting
{
    /// <summary>The host's part: what is written into the log in the background.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<AuditBuffer>()
        .AddSingleton<AuditLog>()
        .AddSingleton<AuditFlush>()
        .AddHostedService(provider => provider.GetRequiredService<AuditFlush>())
        .AddSingleton<BlockSealer>()
        .AddSingleton<AuditRetainer>()
        .AddSingleton<AuditVerifier>()
        .AddSingleton<AuditSealing>()
        .AddHostedService(provider => provider.GetRequiredService<AuditSealing>());
}
