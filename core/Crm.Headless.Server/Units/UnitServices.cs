namespace Crm.Headless.Server.Units;

static class UnitServices
{
    public static IServiceCollection AddUnits(this IServiceCollection services) => services.AddScoped<UnitCommands>().AddScoped<UserCommands>();
}
