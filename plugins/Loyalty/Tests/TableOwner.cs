using System.Data.Common;
using Crm.Headless.Testing;
using Microsoft.Extensions.DependencyInjection;
using Database = Crm.Headless.Server.Data.Database;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>What somebody can do to the tables behind the plugin's back who owns the database.</summary>
static class TableOwner
{
    /// <summary>Executes statements, all or none.</summary>
    public static Task ExecuteAsync(this LoyaltyHost host, string sql) => host.InTransactionAsync(command => RunAsync(command, sql));

    /// <summary>The same while the triggers are away that refuse to change the ledger.</summary>
    public static Task ExecuteDisarmedAsync(this LoyaltyHost host, string sql) => host.InTransactionAsync(async command =>
    {
        if (host.Crm.Database.Kind == DatabaseKind.PostgreSql)
        {
            await RunAsync(command, $"SET LOCAL session_replication_role = replica; {sql}");
            return;
        }
        const string OfPlugin = @"FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'loyalty\_%' ESCAPE '\'";
        var (names, triggers) =
            (await ListAsync(command, $"SELECT name {OfPlugin}"), await ListAsync(command, $"SELECT sql {OfPlugin}"));
        var (disarm, arm) = (string.Concat(names.Select(name => $"DROP TRIGGER {name};\n")), string.Join(";\n", triggers));
        await RunAsync(command, $"{disarm}{sql};\n{arm}");
    });

    /// <summary>The names of the plugin's tables.</summary>
    public static async Task<IReadOnlyList<string>> TablesAsync(this LoyaltyHost host)
    {
        var all = host.Crm.Database.Kind == DatabaseKind.PostgreSql
            ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            : "SELECT name FROM sqlite_master WHERE type = 'table'";
        IReadOnlyList<string> names = [];
        await host.InTransactionAsync(async command => names = await ListAsync(command, all));
        return [.. names.Where(name => name.StartsWith("loyalty_", StringComparison.Ordinal))];
    }

    static async Task InTransactionAsync(this LoyaltyHost host, Func<DbCommand, Task> work)
    {
        await using var connection = await host.Crm.Services.GetRequiredService<Database>().OpenAsync(default);
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        await work(command);
        await transaction.CommitAsync();
    }

    static Task RunAsync(DbCommand command, string sql)
    {
        command.CommandText = sql;
        return command.ExecuteNonQueryAsync();
    }

    static async Task<IReadOnlyList<string>> ListAsync(DbCommand command, string sql)
    {
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync()) found.Add(reader.GetString(0));
        return found;
    }
}
