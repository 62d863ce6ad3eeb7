using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Faults;

/// <summary>Whoever logs an exception, core, a plugin or a library: the log gets no more of it than <see cref="FaultText"/> allows.</summary>
static class DiscreetLogging
{
    public static IServiceCollection AddDiscreetLogging(this IServiceCollection services)
    {
        services.TryAddSingleton<FaultText>();
        return services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(host => new DiscreetLoggerFactory(Usual(host), host.GetRequiredService<FaultText>())));
    }

    static LoggerFactory Usual(IServiceProvider host) => new(
        host.GetServices<ILoggerProvider>(), host.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(), host.GetService<IOptions<LoggerFactoryOptions>>(),
        host.GetService<IExternalScopeProvider>());
}

sealed class DiscreetLoggerFactory(ILoggerFactory usual, FaultText faults) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new DiscreetLogger(usual.CreateLogger(categoryName), faults);

    public void AddProvider(ILoggerProvider provider) => usual.AddProvider(provider);

    public void Dispose() => usual.Dispose();
}

sealed class DiscreetLogger(ILogger usual, FaultText faults) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => usual.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => usual.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        usual.Log(logLevel, eventId, state, exception is null ? null : faults.For(exception), formatter);
}
