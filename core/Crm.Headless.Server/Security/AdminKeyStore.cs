using System.Data.Common;
using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Security;

/// <summary>The hash of the admin key, among the values that the installation keeps for itself.</summary>
internal sealed class AdminKeyStore(Database database)
{
    const string Name = "admin_key_sha256";

    public async Task<byte[]?> ReadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = Command(connection, "SELECT value FROM installation WHERE name = @name");
        return await command.ExecuteScalarAsync(ct) is string stored ? Convert.FromHexString(stored) : null;
    }

    /// <summary>False: another node was first.</summary>
    public Task<bool> AddAsync(byte[] hash, CancellationToken ct) =>
        WriteAsync("INSERT INTO installation (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING", hash, ct);

    public Task<bool> ReplaceAsync(byte[] hash, CancellationToken ct) =>
        WriteAsync("INSERT INTO installation (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", hash, ct);

    async Task<bool> WriteAsync(string sql, byte[] hash, CancellationToken ct)
    {
        using var pass = await database.Gate.EnterAsync(ct);
        await using var connection = await database.OpenAsync(ct);
        await using var command = Command(connection, sql);
        Add(command, "value", Convert.ToHexString(hash));
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        Add(command, "name", Name);
        return command;
    }

    static void Add(DbCommand command, string name, string value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
