using System.Collections.Concurrent;
using Crm.Headless.Testing;
using Microsoft.Extensions.Logging;

namespace Crm.Headless.Tests.Http;

public sealed class RunTimeTests
{
    [Fact]
    public async Task A_read_that_takes_too_long_is_a_timeout_and_no_failure_in_the_log()
    {
        var failures = new Failures();
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Settings = new Dictionary<string, string?> { ["Crm:GraphQL:MaxRunTime"] = "00:00:04" },
            Configure = builder => builder.Logging.AddProvider(failures),
        });
        await RecordAsync(host, interactions: 1000);

        // Each interaction of the contact is looked for in all of them, and each of those again.
        var answer = await host.SendAsync("""
            { contacts(where: { interactions: { some: { contact: { interactions: { some: { contact: { interactions: { some: { subject: { eq: "x" } } } } } } } } } }) { totalCount } }
            """);

        Assert.Equal("TIMEOUT", Assert.Single(answer.Codes));
        Assert.Empty(failures.Messages);
    }

    static async Task RecordAsync(CrmTestHost host, int interactions)
    {
        var contact = new { externalId = new { source = "shop", value = "1" } };
        await host.QueryAsync("""mutation { upsertContacts(input: { contacts: [{ source: "shop", externalId: "1", displayName: "Ada" }] }) { created } }""");
        foreach (var numbers in Enumerable.Range(0, interactions).Chunk(250))
        {
            var input = new { interactions = numbers.Select(number => new { kind = "NOTE", source = "shop", externalId = $"{number}", contact }) };
            await host.QueryAsync("mutation($input: RecordInteractionsInput!) { recordInteractions(input: $input) { refused } }", new { input });
        }
    }

    /// <summary>What the log calls an error.</summary>
    sealed class Failures : ILoggerProvider, ILogger
    {
        readonly ConcurrentQueue<string> _messages = [];

        public IReadOnlyList<string> Messages => [.. _messages];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) _messages.Enqueue(formatter(state, exception));
        }

        public void Dispose() { }
    }
}
