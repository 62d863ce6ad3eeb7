using System.Data.Common;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Faults;

namespace Crm.Headless.Server.Http;

/// <summary>Open to everybody, so they say nothing but yes or no.</summary>
internal static class HealthEndpoints
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", http => AnswerAsync(http, isHealthy: true));
        app.MapGet("/health/ready", async http => await AnswerAsync(http, await IsReadyAsync(app, http.RequestAborted)));
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

    static Task AnswerAsync(HttpContext http, bool isHealthy)
    {
        http.Response.StatusCode = isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(isHealthy ? "ok" : "not ready");
    }
}
