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

/// <summary>Runs a theory on SQLite where there is time for what takes long: with <c>CRM_TEST_LONG=true</c>. Else it is reported as skipped.</summary>
public sealed class OnSqliteAtLengthAttribute : DataAttribute
{
    readonly object[] _arguments;

    public OnSqliteAtLengthAttribute(params object[] arguments)
    {
        _arguments = arguments;
        Skip = LongTests.WhyNot;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseKind.Sqlite, .. _arguments]];
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class OnPostgreSqlAtLengthAttribute : DataAttribute
{
    readonly object[] _arguments;

    public OnPostgreSqlAtLengthAttribute(params object[] arguments)
    {
        _arguments = arguments;
        Skip = LongTests.WhyNot ?? PostgresCluster.Missing;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseKind.PostgreSql, .. _arguments]];
}

static class LongTests
{
    public static string? WhyNot { get; } =
        Environment.GetEnvironmentVariable("CRM_TEST_LONG") == "true" ? null : "It takes long: set CRM_TEST_LONG=true to run it.";
}
