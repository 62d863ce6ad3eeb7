using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Server.Tests.Data;

/// <summary>A database with core's tables, its contexts, and the SQL that was sent.</summary>
sealed class DataFixture : IAsyncDisposable
{
    readonly TestDatabase _test;

    DataFixture(TestDatabase test, Database database, SqlCounter sql, IReadOnlyList<ModelPart> parts)
    {
        (_test, Database, Sql) = (test, database, sql);
        Contexts = new CrmContexts(database, TestKeys.Protector, parts);
    }

    public Database Database { get; }
    public CrmContexts Contexts { get; }
    public SqlCounter Sql { get; }

    /// <summary>Those of the host itself, which sees everything.</summary>
    static RowPolicies Policies => new(new Actor(), new ServiceCollection().BuildServiceProvider());

    public static async Task<DataFixture> CreateAsync(DatabaseKind kind, params IReadOnlyList<ModelPart> parts)
    {
        var fixture = await CreateEmptyAsync(kind, parts);
        await new Migrator(fixture.Database).MigrateAsync([], default);
        return fixture;
    }

    public static async Task<DataFixture> CreateEmptyAsync(DatabaseKind kind, params IReadOnlyList<ModelPart> parts)
    {
        var test = await TestDatabase.CreateAsync(kind);
        var sql = new SqlCounter();
        return new DataFixture(test, new Database(test.Options, null, sql), sql, parts);
    }

    /// <summary>A request's reads.</summary>
    public ReadSession Read() => new(Database, Contexts.Factory, Policies, new ServiceCollection().BuildServiceProvider());

    public Task WriteAsync(Action<CrmDb> change) => ChangeAsync(db =>
    {
        change(db);
        return Task.CompletedTask;
    });

    public async Task ChangeAsync(Func<CrmDb, Task> change)
    {
        await using var reads = Read();
        var writer = new Writer(Database, Contexts.Factory, Policies, reads, new CommitSignal(), new Actor(), TimeProvider.System);
        await writer.CommitAsync((db, _) => change(db), default);
    }

    public async ValueTask DisposeAsync()
    {
        Contexts.Dispose();
        await Database.DisposeAsync();
        await _test.DisposeAsync();
    }
}

/// <summary>The statements that EF sent.</summary>
sealed class SqlCounter : DbCommandInterceptor
{
    readonly List<string> _statements = [];

    public IReadOnlyList<string> Statements => _statements;

    public void Clear() => _statements.Clear();

    public override ValueTask<InterceptionResult<System.Data.Common.DbDataReader>> ReaderExecutingAsync(
        System.Data.Common.DbCommand command, CommandEventData eventData, InterceptionResult<System.Data.Common.DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _statements.Add(command.CommandText);
        return new(result);
    }
}
