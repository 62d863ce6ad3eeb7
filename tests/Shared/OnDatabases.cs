using System.Reflection;
using Crm.Headless.Testing;
using Xunit.Sdk;

namespace Crm.Headless.Tests;

/// <summary>Runs a theory on a database, which is its first parameter, or reports it as skipped.</summary>
public abstract class OnDatabaseAttribute : DataAttribute
{
    readonly object[] _values;

    private protected OnDatabaseAttribute(DatabaseKind kind, object[] arguments, string? whyNot)
    {
        _values = [kind, .. arguments];
        Skip = whyNot;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [_values];
}

/// <summary>On SQLite.</summary>
public sealed class OnSqliteAttribute(params object[] arguments) : OnDatabaseAttribute(DatabaseKind.Sqlite, arguments, whyNot: null);

/// <summary>On PostgreSQL, where the server is installed.</summary>
public sealed class OnPostgreSqlAttribute(params object[] arguments)
    : OnDatabaseAttribute(DatabaseKind.PostgreSql, arguments, PostgresCluster.Missing);

/// <summary>On SQLite where there is time for what takes long: with <c>CRM_TEST_LONG=true</c>.</summary>
public sealed class OnSqliteAtLengthAttribute(params object[] arguments)
    : OnDatabaseAttribute(DatabaseKind.Sqlite, arguments, LongTests.WhyNot);

/// <summary>The same on PostgreSQL.</summary>
public sealed class OnPostgreSqlAtLengthAttribute(params object[] arguments)
    : OnDatabaseAttribute(DatabaseKind.PostgreSql, arguments, LongTests.WhyNot ?? PostgresCluster.Missing);

static class LongTests
{
    public static string? WhyNot { get; } =
        Environment.GetEnvironmentVariable("CRM_TEST_LONG") == "true" ? null : "It takes long: set CRM_TEST_LONG=true to run it.";
}
