namespace Crm.Headless.Server.Security;

/// <summary>How long tokens count: <c>Crm:Security:TokenLifetime</c> and <c>Crm:Security:MemberTokenLifetime</c>.</summary>
sealed class TokenSettings(IConfiguration configuration)
{
    static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1), Usual = TimeSpan.FromMinutes(10);

    public static TimeSpan Longest { get; } = TimeSpan.FromHours(1);

    /// <summary>How far the clocks of two machines may be apart.</summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromSeconds(30);

    public TimeSpan OfClients { get; } = Read(configuration, "Crm:Security:TokenLifetime");
    public TimeSpan OfMembers { get; } = Read(configuration, "Crm:Security:MemberTokenLifetime");

    static TimeSpan Read(IConfiguration configuration, string setting)
    {
        if (configuration[setting] is not { Length: > 0 } text) return Usual;
        if (TimeSpan.TryParse(text, out var lifetime) && lifetime >= Shortest && lifetime <= Longest) return lifetime;
        throw new StartupException($"{setting} is \"{text}\". Give a time between {Shortest} and {Longest}, such as {Usual}.");
    }
}
