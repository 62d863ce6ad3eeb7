namespace Crm.Headless;

/// <summary>
/// Says how a plugin is, for those who run the server: whether what it depends on outside is there, whether it keeps up. Found in the plugin's
/// assembly, made for each call with the plugin's services, and asked every few seconds at most while somebody looks. A check that fails or
/// takes longer than a field may is itself a sign of ill health. The server stays ready whatever it says.
/// </summary>
public interface IPluginHealth
{
    /// <summary>How it is now.</summary>
    Task<PluginHealth> CheckAsync(CancellationToken ct);
}

/// <summary>How a plugin is.</summary>
/// <param name="Status">In a word.</param>
/// <param name="Message">What is wrong and what to do about it; null: nothing to say. Administrators read it.</param>
public sealed record PluginHealth(PluginHealthStatus Status, string? Message = null)
{
    /// <summary>All is well.</summary>
    public static PluginHealth Healthy { get; } = new(PluginHealthStatus.Healthy);

    /// <summary>It works, and something should be looked at.</summary>
    public static PluginHealth Degraded(string message) => new(PluginHealthStatus.Degraded, message);

    /// <summary>It doesn't do its work.</summary>
    public static PluginHealth Unhealthy(string message) => new(PluginHealthStatus.Unhealthy, message);
}

/// <summary>How a plugin is, the worst last.</summary>
public enum PluginHealthStatus
{
    /// <summary>All is well.</summary>
    Healthy,

    /// <summary>It works, and something should be looked at.</summary>
    Degraded,

    /// <summary>It doesn't do its work.</summary>
    Unhealthy,
}
