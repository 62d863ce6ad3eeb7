using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Data;

/// <summary>
/// The history on SQLite, where the migration's own transaction (BEGIN IMMEDIATE) is the lock. The provider's own history locks
/// with a row, which survives a killed process and stops the next one for ever.
/// </summary>
sealed class SqliteHistory(HistoryRepositoryDependencies dependencies) : HistoryRepository(dependencies)
{
    public override LockReleaseBehavior LockReleaseBehavior => LockReleaseBehavior.Transaction;

    protected override string ExistsSql
        => $"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = {Literal(TableName)}";

    protected override bool InterpretExistsResult(object? value) => value is long and > 0;

    public override string GetCreateIfNotExistsScript()
        => GetCreateScript().Replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", StringComparison.Ordinal);

    public override IMigrationsDatabaseLock AcquireDatabaseLock() => new TransactionLock(this);

    public override Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(CancellationToken cancellationToken = default)
        => Task.FromResult(AcquireDatabaseLock());

    public override string GetBeginIfExistsScript(string migrationId) => throw NoScripts();

    public override string GetBeginIfNotExistsScript(string migrationId) => throw NoScripts();

    public override string GetEndIfScript() => throw NoScripts();

    static NotSupportedException NoScripts() => new("SQLite has no conditions in a script. Run \"crm migrate\" instead.");

    string Literal(string value) => Dependencies.TypeMappingSource.FindMapping(typeof(string))!.GenerateSqlLiteral(value);

    sealed class TransactionLock(IHistoryRepository history) : IMigrationsDatabaseLock
    {
        public IHistoryRepository HistoryRepository => history;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
