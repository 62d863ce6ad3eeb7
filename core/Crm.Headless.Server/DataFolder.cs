using Crm.Headless.Server.Data;

namespace Crm.Headless.Server;

/// <summary>Where the installation keeps its files: <c>Crm:DataFolder</c>, by default <c>data</c> in the current folder.</summary>
internal static class DataFolder
{
    const string Connection = "ConnectionStrings:Crm";

    public static string PathOf(IConfiguration configuration) =>
        Path.GetFullPath(configuration["Crm:DataFolder"] is { Length: > 0 } folder ? folder : "data");

    /// <summary>The database that is configured; without a connection string, the SQLite file of the data folder.</summary>
    /// <exception cref="StartupException">The folder can't be written.</exception>
    public static DatabaseOptions Locate(IConfiguration configuration)
    {
        if (configuration[Connection] is { Length: > 0 } || IsPostgres(configuration)) return DatabaseOptions.Read(configuration);
        var folder = PathOf(configuration);
        Prepare(folder);
        return DatabaseOptions.Read(new ConfigurationBuilder()
            .AddConfiguration(configuration)
            .AddInMemoryCollection([new(Connection, $"Data Source={Path.Combine(folder, "crm.db")}")])
            .Build());
    }

    static bool IsPostgres(IConfiguration configuration) =>
        configuration["Crm:Database:Provider"]?.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) == true;

    static void Prepare(string folder)
    {
        try
        {
            PrivateFile.CreateFolder(folder);
            using var probe = File.Create(Path.Combine(folder, $".probe-{Environment.ProcessId}"), 1, FileOptions.DeleteOnClose);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw new StartupException(
                $"The data folder {folder} can't be written: {denied.Message} Give the user that runs the server the right to, or name another folder in Crm:DataFolder.", denied);
        }
    }
}
