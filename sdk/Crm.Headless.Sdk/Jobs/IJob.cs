namespace Crm.Headless;

/// <summary>
/// Work that a plugin does by itself: on a <see cref="ScheduleAttribute">schedule</see>, or once as a <see cref="BackfillAttribute">back-fill</see>.
/// Found in the plugin's assembly, made once per step with the plugin's services. On however many nodes, one at a time works it.
/// </summary>
/// <remarks>
/// A run is made of steps, each of them short: what a step changes through <see cref="ICrmStore"/> is committed together with its
/// <see cref="JobRun.State"/>, and between two steps the plugin may be upgraded, or another node go on. So a process that dies loses
/// nothing and does nothing twice. When the server was down at a due time, the job runs once when it is up again, however many were missed.
/// </remarks>
public interface IJob
{
    /// <summary>
    /// Does one step. Throws to be called again later, from the state of the step before: after some tries with growing pauses, at the next
    /// due time.
    /// </summary>
    /// <returns>Whether there is more to do.</returns>
    Task<JobStep> RunAsync(JobRun run, CancellationToken ct);
}

/// <summary>What is left of a run after a step.</summary>
public enum JobStep
{
    /// <summary>The next step follows at once.</summary>
    More,

    /// <summary>The run is over.</summary>
    Done,
}

/// <summary>A run of a job: what a step finds of those before it, and leaves to those after it.</summary>
public sealed class JobRun
{
    /// <summary>When the run was due. The same in all its steps.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Whatever a step wants to tell the next one, such as the last key that it has dealt with; null in the first step.</summary>
    public string? State { get; set; }

    /// <summary>How many times in a row a step has failed up to now; 0: the one before went well. Nothing that failed steps changed was written.</summary>
    public int Attempts { get; init; }

    /// <summary>What the host wrote down about the last failure, in one line; null: the step before went well.</summary>
    public string? LastError { get; init; }

    /// <summary>
    /// What had to be left out, for people who watch; null: nothing. Counts when the step ends the run, which is then shown as failed with these words, and
    /// not tried again before the next one is due.
    /// </summary>
    public string? Problem { get; set; }

    /// <summary>How much is done, for people who watch.</summary>
    public long Done { get; set; }

    /// <summary>How much there is to do; null: not known.</summary>
    public long? Total { get; set; }
}

/// <summary>When a job is due.</summary>
/// <param name="cron">Five fields as of cron: minute, hour, day of the month, month, day of the week, such as <c>0 3 * * *</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ScheduleAttribute(string cron) : Attribute
{
    /// <summary>The cron expression.</summary>
    public string Cron { get; } = cron;

    /// <summary>
    /// The IANA time zone by whose clock it is due. A time that daylight saving skips is due right after the gap; one that comes twice is due
    /// once.
    /// </summary>
    public string TimeZone { get; init; } = "UTC";
}

/// <summary>
/// The job runs once, when the plugin takes part for the first time or after the job was added to it: to fill new columns of rows that are
/// there, and whatever would be too long for a migration.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BackfillAttribute : Attribute;
