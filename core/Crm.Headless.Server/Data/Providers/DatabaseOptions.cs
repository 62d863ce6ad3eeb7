using System.Data.Common;

namespace Crm.Headless.Server.Data;

/// <summary>Where the data is: <c>ConnectionStrings:Crm</c>, <c>Crm:Database:Provider</c>, <c>Crm:Database:Synchronous</c>.</summary>
/// <param name="Synchronous">SQLite only. Full keeps every committed row through a power cut; Normal is about ten times faster and may lose the last ones.</param>
internal sealed record DatabaseOptions(DatabaseProvider Provider, string ConnectionString, SqliteSynchronous Synchronous = SqliteSynchronous.Full)
{
    const string ProviderSetting = "Crm:Database:Provider";
    const string ConnectionSetting = "ConnectionStrings:Crm";
    const string DefaultConnection = "Data Source=crm.db";
    static readonly string[] HostKeys = ["host", "server", "service"];

    public static DatabaseOptions Read(IConfiguration configuration)
    {
        var connection = configuration[ConnectionSetting] is { Length: > 0 } given ? given : DefaultConnection;
        var keys = KeysOf(connection);
        var provider = configuration[ProviderSetting] is { Length: > 0 } name ? ProviderNamed(name) : ProviderOf(keys);
        CheckFits(provider, keys);
        return new DatabaseOptions(provider, connection, SynchronousOf(configuration["Crm:Database:Synchronous"]));
    }

    static List<string> KeysOf(string connection)
    {
        try
        {
            return [.. new DbConnectionStringBuilder { ConnectionString = connection }.Keys.Cast<string>().Select(key => key.ToLowerInvariant())];
        }
        catch (ArgumentException e)
        {
            throw new DatabaseSettingException(ConnectionSetting, $"it can't be read as a connection string ({e.Message})",
                "Write it like \"Data Source=crm.db\" for SQLite or \"Host=localhost;Database=crm;Username=crm;Password=...\" for PostgreSQL.");
        }
    }

    static DatabaseProvider ProviderNamed(string name) => name.ToLowerInvariant() switch
    {
        "sqlite" => DatabaseProvider.Sqlite,
        "postgresql" or "postgres" or "npgsql" => DatabaseProvider.PostgreSql,
        _ => throw new DatabaseSettingException(ProviderSetting, $"\"{name}\" is no database that is supported", "Set it to Sqlite or PostgreSql."),
    };

    static DatabaseProvider ProviderOf(List<string> keys)
        => keys.Any(HostKeys.Contains) ? DatabaseProvider.PostgreSql : DatabaseProvider.Sqlite;

    static void CheckFits(DatabaseProvider provider, List<string> keys)
    {
        if (provider == DatabaseProvider.Sqlite && !keys.Any(key => key is "data source" or "datasource" or "filename"))
            throw new DatabaseSettingException(ConnectionSetting, "it names no file, which SQLite needs",
                $"Write \"Data Source=crm.db\", or set {ProviderSetting} to PostgreSql.");
        if (provider == DatabaseProvider.PostgreSql && !keys.Any(HostKeys.Contains))
            throw new DatabaseSettingException(ConnectionSetting, "it names no host, which PostgreSQL needs",
                $"Write \"Host=localhost;Database=crm;Username=crm;Password=...\", or set {ProviderSetting} to Sqlite.");
    }

    static SqliteSynchronous SynchronousOf(string? value) => value?.ToLowerInvariant() switch
    {
        null or "" or "full" => SqliteSynchronous.Full,
        "normal" => SqliteSynchronous.Normal,
        _ => throw new DatabaseSettingException("Crm:Database:Synchronous", $"\"{value}\" is no mode", "Set it to Full or Normal."),
    };
}

internal enum SqliteSynchronous { Full, Normal }

/// <summary>A setting of the database can't be used.</summary>
internal sealed class DatabaseSettingException(string setting, string cause, string remedy) : Exception($"The setting {setting} can't be used: {cause}. {remedy}");
