using System.Reflection;
using Crm.Headless.Testing;
using Xunit.Sdk;

namespace Crm.Headless.Tests;

/// <summary>Runs a theory on SQLite; its first parameter is the database.</summary>
public sealed class OnSqliteAttribute(params object[] arguments) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseKind.Sqlite, .. arguments]];
}

/// <summary>Runs a theory on PostgreSQL, or reports it as skipped where the server isn't installed.</summary>
public sealed class OnPostgreSqlAttribute : DataAttribute
{
    readonly object[] _arguments;

    public OnPostgreSqlAttribute(params object[] arguments)
    {
        _arguments = arguments;
        Skip = PostgresCluster.Missing;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseKind.PostgreSql, .. _arguments]];
}
