using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;

namespace Crm.Headless.Server.Data;

/// <summary>What the installation makes once and keeps in its table <c>installation</c>, the same on every node.</summary>
internal sealed class Installation(Database database)
{
    /// <summary>Authenticates cursors.</summary>
    public const string CursorSecret = "cursors";

    readonly ConcurrentDictionary<string, byte[]> _secrets = new();

    /// <summary>32 random bytes, made by whoever asks first.</summary>
    public async ValueTask<byte[]> SecretAsync(string name, CancellationToken ct)
    {
        if (_secrets.TryGetValue(name, out var known))
            return known;
        var stored = await ReadAsync(name, ct);
        if (stored is null)
        {
            await TryAddAsync(name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), ct);
            stored = await ReadAsync(name, ct);
        }
        return _secrets.GetOrAdd(name, Convert.FromBase64String(stored!));
    }

    /// <summary>Null when it was never set.</summary>
    public async Task<string?> ReadAsync(string name, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = Command(connection, "SELECT value FROM installation WHERE name = @name", ("@name", name));
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    /// <summary>Keeps the value unless there is one; false when there is.</summary>
    public Task<bool> TryAddAsync(string name, string value, CancellationToken ct)
        => WriteAsync("INSERT INTO installation (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING", name, value, ct);

    /// <summary>Keeps the value in place of the one before.</summary>
    public Task SetAsync(string name, string value, CancellationToken ct)
        => WriteAsync("INSERT INTO installation (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value, ct);

    /// <summary>What is kept under names that begin so, by the rest of the name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListAsync(string prefix, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = Command(connection, "SELECT name, value FROM installation WHERE substr(name, 1, @length) = @prefix ORDER BY name",
            ("@length", prefix.Length), ("@prefix", prefix));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var values = new Dictionary<string, string>();
        while (await reader.ReadAsync(ct)) values.Add(reader.GetString(0)[prefix.Length..], reader.GetString(1));
        return values;
    }

    /// <summary>Forgets a value.</summary>
    public async Task RemoveAsync(string name, CancellationToken ct)
    {
        using var pass = await database.Gate.EnterAsync(ct);
        await using var connection = await database.OpenAsync(ct);
        await using var command = Command(connection, "DELETE FROM installation WHERE name = @name", ("@name", name));
        await command.ExecuteNonQueryAsync(ct);
    }

    async Task<bool> WriteAsync(string sql, string name, string value, CancellationToken ct)
    {
        using var pass = await database.Gate.EnterAsync(ct);
        await using var connection = await database.OpenAsync(ct);
        await using var command = Command(connection, sql, ("@name", name), ("@value", value));
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    static DbCommand Command(DbConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.AddParameter(name, value);
        return command;
    }
}
