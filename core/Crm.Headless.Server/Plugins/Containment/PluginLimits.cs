namespace Crm.Headless.Server.Plugins.Containment;

/// <summary>
/// How long code of plugins may take beside their fields: <c>MaxWriteTime</c>, <c>MaxHookTime</c> and <c>MaxStartTime</c> of
/// <c>Crm:Plugins</c>.
/// </summary>
/// <param name="Write">To write what they changed: other writers may wait meanwhile, and what EF calls of theirs runs inside.</param>
/// <param name="Hook">For what each does when something happens to a person.</param>
/// <param name="Start">For each thing that it does while it is taken in, such as its constructor, and to let go of its services.</param>
sealed record PluginLimits(TimeSpan Write, TimeSpan Hook, TimeSpan Start)
{
    public static PluginLimits Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Crm:Plugins");
        return new(
            section.GetValue("MaxWriteTime", TimeSpan.FromSeconds(5)),
            section.GetValue("MaxHookTime", TimeSpan.FromSeconds(10)),
            section.GetValue("MaxStartTime", TimeSpan.FromSeconds(10)));
    }
}
