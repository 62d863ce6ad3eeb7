using System.Collections.Concurrent;
using System.Data.Common;
using Crm.Headless.Server;
using Crm.Headless.Server.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crm.Headless.Plugins.Tests.Loading;

/// <summary>The SQL that a host sends to its database.</summary>
public sealed class SentStatements : DbCommandInterceptor
{
    readonly ConcurrentQueue<string> _statements = [];
    readonly ConcurrentQueue<string> _ofRequests = [];

    /// <summary>Those that requests read with, without what the server reads for itself in the meantime.</summary>
    public IReadOnlyList<string> OfRequests => [.. _ofRequests];

    public int Count => _statements.Count;

    public void Clear()
    {
        _statements.Clear();
        _ofRequests.Clear();
    }

    /// <summary>Those that read this table.</summary>
    public IReadOnlyList<string> Of(string table) => [.. _statements.Where(statement => statement.Contains($"FROM {table}") || statement.Contains($"FROM \"{table}\""))];

    public void Watch(WebApplicationBuilder builder) => builder.Services.AddSingleton(services =>
        new Database(DataFolder.Locate(builder.Configuration), services.GetRequiredService<ILoggerFactory>(), this));

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _statements.Enqueue(command.CommandText);
        if (eventData.Context is CrmDb { Session: not null }) _ofRequests.Enqueue(command.CommandText);
        return new(result);
    }
}
