using Microsoft.Data.Sqlite;

namespace Crm.Headless.Server.Data;

/// <summary>The file of an SQLite database. SQLite gives the files beside it (-wal, -shm) the same rights.</summary>
static class SqliteFile
{
    /// <summary>Begins it for the eyes of its owner alone. One that is there stays as it is, and so does what is no file.</summary>
    public static void Create(string connectionString)
    {
        var connection = new SqliteConnectionStringBuilder(connectionString);
        if (connection.Mode != SqliteOpenMode.ReadWriteCreate || IsNoFile(connection.DataSource) || File.Exists(connection.DataSource)) return;
        try
        {
            PrivateFile.Create(connection.DataSource).Dispose();
        }
        catch (IOException) when (File.Exists(connection.DataSource))
        {
            return; // Another process was faster, in the same way.
        }
    }

    static bool IsNoFile(string source) => source.Length == 0 || source.StartsWith(':') || source.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
}
