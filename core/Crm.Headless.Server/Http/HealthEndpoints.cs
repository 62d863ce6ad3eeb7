using System.Data.Common;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Faults;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Plugins.Health;

namespace Crm.Headless.Server.Http;

/// <summary>Open to everybody, so they say nothing but yes or no; and that a plugin isn't well, not which.</summary>
internal static class HealthEndpoints
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), PluginPatience = TimeSpan.FromSeconds(1);

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", http => AnswerAsync(http, StatusCodes.Status200OK, "ok"));
        app.MapGet("/health/ready", async http =>
        {
            if (!await IsReadyAsync(app, http.RequestAborted)) await AnswerAsync(http, StatusCodes.Status503ServiceUnavailable, "not ready");
            else await AnswerAsync(http, StatusCodes.Status200OK, await IsDegradedAsync(app) ? "degraded" : "ok");
        });
    }

    /// <summary>The database answers, and the server isn't about to stop.</summary>
    static async Task<bool> IsReadyAsync(WebApplication app, CancellationToken ct)
    {
        if (app.Lifetime.ApplicationStopping.IsCancellationRequested) return false;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await using var connection = await app.Services.GetRequiredService<Database>().OpenAsync(patience.Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1 FROM installation LIMIT 1";
            await command.ExecuteScalarAsync(patience.Token);
            return true;
        }
        catch (Exception unreachable) when (unreachable is DbException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            app.Logger.LogWarning("Not ready: {Cause}", FaultText.Of(unreachable));
            return false;
        }
    }

    /// <summary>A plugin isn't well, which is no reason to send requests elsewhere. One that takes long to say so isn't waited for.</summary>
    static async Task<bool> IsDegradedAsync(WebApplication app)
    {
        using var lease = app.Services.GetRequiredService<Generations>().Lease();
        var asked = lease.Generation.Services.GetRequiredService<PluginHealthChecks>().IsDegradedAsync();
        return await Task.WhenAny(asked, Task.Delay(PluginPatience)) != asked || await asked;
    }

    static Task AnswerAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text);
    }
}
