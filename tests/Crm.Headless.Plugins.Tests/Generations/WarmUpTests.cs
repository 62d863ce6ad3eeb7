using System.Collections.Concurrent;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.Logging;

namespace Crm.Headless.Plugins.Tests.Generations;

/// <summary>What a server does before its first request, so that this one finds everything done.</summary>
public sealed class WarmUpTests : IDisposable
{
    readonly PluginsFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public void Each_query_that_needs_no_argument_is_asked_for_a_row_and_what_stands_beside_it() => Assert.Equal(
        [
            "{ people(first: 1) { nodes { name boss { name } friends(first: 1) { nodes { name } } pet { __typename } } } }",
            "{ me { name boss { name } friends(first: 1) { nodes { name } } pet { __typename } } }",
            "{ version }",
        ],
        WarmUpDocuments.Of(SchemaFromSdl.Build("""
            type Query { people(first: Int, after: String): People me: Person person(id: ID!): Person version: String }
            type People { nodes: [Person!] pageInfo: PageInfo! totalCount: Int }
            type PageInfo { hasNextPage: Boolean! }
            type Person { name: String boss: Person friends(first: Int): People pet: Pet greeting(of: String!): String }
            union Pet = Cat
            type Cat { name: String }
            """)));

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_server_that_starts_has_read_the_plugins_field_before_anybody_asks(DatabaseKind database)
    {
        _plugins.Drop(PluginsFolder.BuiltPlugin("crm.loyalty"));
        var statements = new SentStatements();
        await using var host = await StartAsync(database, statements.Watch);
        await host.QueryAsync("""mutation { createContact(input: { displayName: "Ann" }) { contact { id } } }""");
        statements.Clear();
        await host.RestartAsync();
        Assert.NotEmpty(statements.Of("contacts"));
        Assert.Contains(statements.Of("loyalty_accounts"), statement => statement.Contains("contact_id"));
    }

    [Fact]
    public async Task A_field_that_fails_is_named_in_a_warning_and_the_server_serves_but_what_is_costly_isnt_tried()
    {
        _plugins.Compile("acme.bad", """
            public sealed class Bad : CrmPlugin;
            [ObjectType<Contact>, AllowAnonymous] public static class BadFields
            {
                public static string? BadLuck([Parent] Contact contact) => throw new InvalidOperationException("no luck");
                [Cost(100)] public static string? BadAudit([Parent] Contact contact) => throw new InvalidOperationException("no luck");
            }
            """);
        var warnings = new Warnings();
        await using var host = await StartAsync(DatabaseKind.Sqlite, builder => builder.Logging.AddProvider(warnings));
        await host.QueryAsync("""mutation { createContact(input: { displayName: "Ann" }) { contact { id } } }""");
        await host.RestartAsync();
        Assert.Contains(warnings.Messages, warning => warning.StartsWith("The field contacts/nodes/0/badLuck of acme.bad failed"));
        Assert.DoesNotContain(warnings.Messages, warning => warning.Contains("badAudit"));
        await host.QueryAsync("{ contacts { nodes { displayName } } }");
    }

    [Fact]
    public async Task A_server_with_an_empty_database_warms_up_without_a_warning()
    {
        _plugins.Drop(PluginsFolder.BuiltPlugin("crm.loyalty"));
        var warnings = new Warnings();
        await using var host = await StartAsync(DatabaseKind.Sqlite, builder => builder.Logging.AddProvider(warnings));
        Assert.Empty(warnings.Messages);
    }

    Task<CrmTestHost> StartAsync(DatabaseKind database, Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder> configure) =>
        CrmTestHost.StartAsync(new CrmTestOptions
        {
            Database = database,
            PluginsFolder = _plugins.Root,
            Configure = configure,
            Settings = new Dictionary<string, string?> { ["Crm:Plugins:WarmUp"] = "true" },
        });

    /// <summary>What the log warns of.</summary>
    sealed class Warnings : ILoggerProvider, ILogger
    {
        readonly ConcurrentQueue<string> _messages = [];

        public IReadOnlyList<string> Messages => [.. _messages];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) _messages.Enqueue(formatter(state, exception));
        }

        public void Dispose() { }
    }
}
