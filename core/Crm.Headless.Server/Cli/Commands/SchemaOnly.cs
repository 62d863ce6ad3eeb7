using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Cli.Commands;

/// <summary>The schema of this installation, on a database that is thrown away: plugins are only taken in with their tables.</summary>
internal static class SchemaOnly
{
    public static async Task<T> ReadAsync<T>(CommandInput input, Func<IServiceProvider, T> read, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("crm-schema-");
        try
        {
            string[] settings =
            [
                .. input.Configuration, "--Crm:Database:Provider=Sqlite",
                $"--ConnectionStrings:Crm=Data Source={Path.Combine(folder.FullName, "crm.db")}",
            ];
            await using var app = CommandHost.Create(input with { Configuration = settings });
            await app.Services.GetRequiredService<PluginStart>().StartingAsync(ct);
            return read(app.Services);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
