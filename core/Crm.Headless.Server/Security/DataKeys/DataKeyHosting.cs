using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Security.DataKeys;

internal static class DataKeyHosting
{
    /// <summary>The host's part: the keys, and what encrypts with them. Needs a <see cref="Database"/>.</summary>
    public static IServiceCollection AddDataKeys(this IServiceCollection services) => services
        .AddSingleton<DataKeyStore>()
        .AddSingleton<DataProtector>()
        .AddSingleton<DataKeyStart>()
        .AddSingleton<DataKeyRotation>();
}
