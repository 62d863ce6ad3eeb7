using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Crm.Headless.Server;

/// <summary>What holds where nobody set anything else.</summary>
internal static class HostDefaults
{
    public const string Address = "http://localhost:5080";

    /// <summary>Below every other source of settings.</summary>
    static readonly Dictionary<string, string?> Settings = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:System"] = "Warning",
        // What fails in the database is thrown to the caller, who knows whether it matters.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "None",
        // The same of a transaction, which a server that stops breaks off.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Transaction"] = "None",
        // The same of a query. It also warns of a single row that is read with a limit of two, to see whether it is the only one: that
        // needs no order.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Query"] = "None",
        // The same of a change. What it would log is the exception as it stands, with what the database quotes.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Update"] = "None",
        ["AllowedHosts"] = "*",
    };

    /// <summary>SQLite works on the thread of its caller: some slow statements shall not keep the others from starting.</summary>
    const int Threads = 64;

    public static void Apply(WebApplicationBuilder builder)
    {
        ThreadPool.GetMinThreads(out var workers, out var io);
        ThreadPool.SetMinThreads(Math.Max(workers, Threads), io);
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = Settings });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true);
        builder.WebHost.ConfigureKestrel(Restrain);
        builder.Services.Configure<KestrelServerOptions>(builder.Configuration.GetSection("Kestrel"));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
    }

    /// <summary>Below the settings of <c>Kestrel:Limits</c>. A client that sends slowly on purpose doesn't keep its place for long.</summary>
    static void Restrain(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 2048, gracePeriod: TimeSpan.FromSeconds(10));
        kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 2048, gracePeriod: TimeSpan.FromSeconds(10));
        kestrel.Limits.MaxConcurrentConnections = 10_000;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 10_000;
    }

    /// <summary>Only when neither <c>ASPNETCORE_URLS</c> nor any other of ASP.NET's ways names an address.</summary>
    public static void ApplyAddress(WebApplicationBuilder builder)
    {
        string[] ways = ["urls", "http_ports", "https_ports"];
        if (ways.All(way => string.IsNullOrEmpty(builder.Configuration[way])) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(Address);
    }
}
