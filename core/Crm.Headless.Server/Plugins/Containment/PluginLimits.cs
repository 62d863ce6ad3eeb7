namespace Crm.Headless.Server.Plugins.Containment;

/// <summary>How long code of plugins may take beside their fields: <c>MaxWriteTime</c> and <c>MaxHookTime</c> of <c>Crm:Plugins</c>.</summary>
/// <param name="Write">To write what they changed: other writers may wait meanwhile, and what EF calls of theirs runs inside.</param>
/// <param name="Hook">For what each does when something happens to a person.</param>
sealed record PluginLimits(TimeSpan Write, TimeSpan Hook)
{
    public static PluginLimits Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Crm:Plugins");
        return new(section.GetValue("MaxWriteTime", TimeSpan.FromSeconds(5)), section.GetValue("MaxHookTime", TimeSpan.FromSeconds(10)));
    }
}
