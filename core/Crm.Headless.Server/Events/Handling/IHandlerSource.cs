using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>Where the dispatcher finds the handlers that are in force now.</summary>
interface IHandlerSource
{
    /// <summary>To be given back soon: it keeps plugins in memory.</summary>
    HandlerLease Lease();
}

/// <param name="services">Of the plugins; scopes are opened in it. Holds <see cref="CrmStore"/>.</param>
/// <param name="end">Gives the lease back.</param>
sealed class HandlerLease(IReadOnlyList<HandlerDescription> handlers, IServiceProvider services, IDisposable? end = null) : IDisposable
{
    public IReadOnlyList<HandlerDescription> Handlers => handlers;
    public IServiceProvider Services => services;

    /// <summary>Of the decisions about plugins that brought them; null: nobody decides any.</summary>
    public long? Revision { get; init; }

    public Task<CrmDb> OpenAsync(CancellationToken ct) => services.GetRequiredService<IDbContextFactory<CrmDb>>().CreateDbContextAsync(ct);

    public void Dispose() => end?.Dispose();
}
