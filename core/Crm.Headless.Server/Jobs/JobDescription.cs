using System.Reflection;
using Crm.Headless.Server.Plugins;
using Cronos;

namespace Crm.Headless.Server.Jobs;

/// <summary>A plugin's class that does work by itself.</summary>
sealed class JobDescription
{
    readonly CronExpression? _cron;
    readonly TimeZoneInfo _zone = TimeZoneInfo.Utc;
    readonly ObjectFactory _factory;

    JobDescription(string plugin, Type type)
    {
        Name = $"{plugin}/{type.FullName}";
        _factory = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
        var schedule = type.GetCustomAttribute<ScheduleAttribute>();
        if (schedule is null == !type.IsDefined(typeof(BackfillAttribute)))
            throw new PluginException($"Plugin \"{plugin}\" doesn't say when its job {type.Name} is due. Put either [Schedule(\"0 3 * * *\")] or [Backfill] on the class.");
        if (schedule is not null) (_cron, _zone) = (Parse(plugin, type, schedule.Cron), ZoneOf(plugin, type, schedule.TimeZone));
    }

    /// <summary>Stays the same over versions of the plugin and restarts of the host: how far it has come is found by it.</summary>
    public string Name { get; }

    /// <exception cref="PluginException">A class doesn't say when it is due, or not so that it can be understood.</exception>
    public static IEnumerable<JobDescription> Find(string plugin, IEnumerable<Type> types) =>
        from type in types
        where type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type.IsAssignableTo(typeof(IJob))
        select new JobDescription(plugin, type);

    /// <summary>The first time that is due when nothing was before.</summary>
    public DateTimeOffset FirstAfter(DateTimeOffset now) => _cron is null ? now : NextAfter(now)!.Value;

    /// <summary>Null: never again.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset now) => _cron?.GetNextOccurrence(now, _zone);

    public async Task<JobStep> RunAsync(JobRun run, IServiceProvider services, CancellationToken ct)
    {
        var job = (IJob)_factory(services, null);
        try
        {
            return await job.RunAsync(run, ct);
        }
        finally
        {
            if (job is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else (job as IDisposable)?.Dispose();
        }
    }

    static CronExpression Parse(string plugin, Type type, string cron)
    {
        try
        {
            return CronExpression.Parse(cron);
        }
        catch (CronFormatException error)
        {
            throw new PluginException(
                $"Plugin \"{plugin}\" has a job {type.Name} whose schedule \"{cron}\" can't be read: {error.Message} "
                + "Write five fields: minute, hour, day of the month, month, day of the week.", error);
        }
    }

    static TimeZoneInfo ZoneOf(string plugin, Type type, string zone) => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
        ? found
        : throw new PluginException($"Plugin \"{plugin}\" has a job {type.Name} in a time zone \"{zone}\" that there isn't. Name one of IANA's, such as Europe/Berlin.");
}
