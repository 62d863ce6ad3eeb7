using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Brings the database to the newest form: core's migrations, then the given sets in their order. Any number of processes may do it
/// at once and any of them may die: the lock dies with its connection.
/// </summary>
internal sealed class Migrator(Database database)
{
    const long PostgresLock = 0x43524D_4D49_4752; // "CRM MIGR"

    readonly ConcurrentQueue<AppliedMigration> _applied = [];

    /// <summary>All that was applied by this process, in order.</summary>
    public IReadOnlyCollection<AppliedMigration> Applied => _applied;

    /// <summary>What was applied, in order; nothing when all was there already.</summary>
    /// <exception cref="MigrationFailedException">One failed; it left nothing behind, those before it stay.</exception>
    /// <param name="plugins">What comes after core's.</param>
    /// <param name="told">Hears how many of how many are done, when there are any.</param>
    public async Task<IReadOnlyList<AppliedMigration>> MigrateAsync(
        IReadOnlyList<MigrationSet> plugins, CancellationToken ct, Func<int, int, Task>? told = null)
    {
        await database.CheckReachableAsync(ct);
        await PrepareAsync(ct);
        await using var gate = await LockAsync(ct);
        await using var services = MigrationServices.Build(database);
        var applied = new List<AppliedMigration>();
        MigrationSet[] sets = [.. plugins.Prepend(MigrationSet.Core)];
        var parts = told is null ? sets : await OneByOneAsync(sets, services, ct);
        foreach (var part in parts)
        {
            if (told is not null) await told(applied.Count, parts.Count);
            foreach (var migration in await ApplyAsync(part, services, ct))
            {
                applied.Add(migration);
                _applied.Enqueue(migration);
            }
        }
        if (told is not null && parts.Count > 0) await told(parts.Count, parts.Count);
        await database.Installation.SecretAsync(Installation.CursorSecret, ct);
        return applied;
    }

    /// <summary>What <see cref="MigrateAsync"/> would apply to this database as it is.</summary>
    public async Task<IReadOnlyList<AppliedMigration>> PendingAsync(IReadOnlyList<MigrationSet> plugins, CancellationToken ct)
    {
        await database.CheckReachableAsync(ct);
        await using var services = MigrationServices.Build(database);
        var pending = new List<AppliedMigration>();
        foreach (var set in plugins.Prepend(MigrationSet.Core))
        {
            await using var db = MigrationServices.Context(database, set, services);
            pending.AddRange((await db.Database.GetPendingMigrationsAsync(ct)).Select(id => new AppliedMigration(set.Owner, id)));
        }
        return pending;
    }

    /// <summary>The ids of all that were ever applied for the owner of the set, also of those that it doesn't have any more.</summary>
    public async Task<IReadOnlyList<string>> AppliedAsync(MigrationSet set, CancellationToken ct)
    {
        await using var services = MigrationServices.Build(database);
        await using var db = MigrationServices.Context(database, set, services);
        return [.. await db.Database.GetAppliedMigrationsAsync(ct)];
    }

    /// <summary>Takes a set back to one of its migrations, or with null to before the first. For development.</summary>
    public async Task RevertAsync(MigrationSet set, string? target, CancellationToken ct)
    {
        await using var gate = await LockAsync(ct);
        await using var services = MigrationServices.Build(database);
        await using var db = UnhurriedContext(set, services);
        await db.GetService<IMigrator>().MigrateAsync(target ?? Migration.InitialDatabase, ct);
    }

    /// <summary>A part for each migration that isn't applied yet, with all of its set before it: what another process applies meanwhile stays.</summary>
    async Task<IReadOnlyList<MigrationSet>> OneByOneAsync(MigrationSet[] sets, IServiceProvider services, CancellationToken ct)
    {
        var parts = new List<MigrationSet>();
        foreach (var set in sets)
        {
            await using var db = MigrationServices.Context(database, set, services);
            parts.AddRange((await db.Database.GetPendingMigrationsAsync(ct)).Select(set.UpTo));
        }
        return parts;
    }

    async Task<List<AppliedMigration>> ApplyAsync(MigrationSet set, IServiceProvider services, CancellationToken ct)
    {
        await using var db = UnhurriedContext(set, services);
        var before = await db.Database.GetAppliedMigrationsAsync(ct);
        using var pass = await database.Gate.EnterAsync(ct);
        while (!await IsAppliedAsync(db, set, ct))
        {
            // On SQLite another process may have been faster with a step: what is left is tried again.
        }
        var after = await db.Database.GetAppliedMigrationsAsync(ct);
        return [.. after.Except(before).Select(id => new AppliedMigration(set.Owner, id))];
    }

    /// <summary>Tables grow: what takes a moment for one installation takes hours for another, and neither may fail because of that.</summary>
    MigrationDb UnhurriedContext(MigrationSet set, IServiceProvider services)
    {
        var db = MigrationServices.Context(database, set, services);
        db.Database.SetCommandTimeout(0); // no limit
        return db;
    }

    async Task<bool> IsAppliedAsync(DbContext db, MigrationSet set, CancellationToken ct)
    {
        var before = (await db.Database.GetAppliedMigrationsAsync(ct)).Count();
        try
        {
            await db.Database.MigrateAsync(ct);
            return true;
        }
        catch (Exception e) when (e is System.Data.Common.DbException or NotSupportedException)
        {
            if (database.Provider == DatabaseProvider.Sqlite && (await db.Database.GetAppliedMigrationsAsync(ct)).Count() > before) return false;
            throw new MigrationFailedException(set.Owner, e);
        }
    }

    /// <summary>SQLite: the file, in WAL mode, so that readers and the writer don't wait for each other. PostgreSQL: the database.</summary>
    async Task PrepareAsync(CancellationToken ct)
    {
        if (database.Provider == DatabaseProvider.PostgreSql)
        {
            await CreatePostgresDatabaseAsync(ct);
            return;
        }
        SqliteFile.Create(database.Options.ConnectionString);
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL";
        await command.ExecuteNonQueryAsync(ct);
    }

    async Task CreatePostgresDatabaseAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await database.OpenAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateDatabase.RunAsync(database.Options.ConnectionString, ct);
        }
    }

    /// <summary>One process at a time over all sets. On SQLite every migration's own transaction does it.</summary>
    async Task<IAsyncDisposable?> LockAsync(CancellationToken ct)
    {
        if (database.Provider == DatabaseProvider.Sqlite)
            return null;
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Options.ConnectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({PostgresLock})", connection);
        await command.ExecuteNonQueryAsync(ct);
        return connection;
    }
}

static class CreateDatabase
{
    public static async Task RunAsync(string connectionString, CancellationToken ct)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        var name = target.Database!;
        target.Database = "postgres";
        target.Pooling = false;
        await using var connection = new NpgsqlConnection(target.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"")}\" ENCODING 'UTF8' TEMPLATE template0", connection);
        try
        {
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            return; // Another process was faster.
        }
    }
}

/// <summary>A migration can't be applied.</summary>
internal sealed class MigrationFailedException(string owner, Exception cause) : Exception(
    $"The migrations of \"{owner}\" can't be applied: {cause.Message} What failed was taken back. Correct it and start again.", cause)
{
    public string Owner { get; } = owner;
}
