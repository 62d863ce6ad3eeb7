using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>
/// Limits and outlets of a <see cref="RequestExecutor"/>. Each limit has its own error code, see <see cref="ErrorCodes"/>.
/// </summary>
public sealed record ExecutorOptions
{
    public int MaxDocumentBytes { get; init; } = 256 * 1024;
    public int MaxTokens { get; init; } = 20_000;

    /// <summary>Selection sets inside each other, fragments expanded.</summary>
    public int MaxDepth { get; init; } = 24;
    public int MaxRootFields { get; init; } = 50;
    public int MaxAliases { get; init; } = 500;

    /// <summary>Fields once fragments are expanded for each object type: what a plan may weigh.</summary>
    public int MaxFields { get; init; } = 20_000;

    /// <summary>The static cost of an operation: its fields, times the sizes of the lists that they stand in.</summary>
    public double MaxCost { get; init; } = 100_000;

    /// <summary>Objects in one answer.</summary>
    public int MaxObjects { get; init; } = 20_000;
    /// <summary>Types, fields and so on in one answer about the schema itself.</summary>
    public int MaxIntrospectionObjects { get; init; } = 400_000;
    public int MaxResponseBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Errors in one answer; what comes after them is null all the same.</summary>
    public int MaxErrors { get; init; } = 1000;
    public TimeSpan MaxRunTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For each call of a field that isn't core's.</summary>
    public TimeSpan MaxPluginFieldTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What the cache of parsed documents and plans may weigh, by estimate; the views of a schema share it.</summary>
    public long PlanCacheBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>The views of a schema that are kept; the one that wasn't asked for the longest is made again when it is.</summary>
    public int MaxViews { get; init; } = 32;

    /// <summary>Whether <c>__schema</c> and <c>__type</c> may be asked.</summary>
    public bool AllowsIntrospection { get; init; } = true;
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Looks after the fields that aren't core's; null: nobody does.</summary>
    public IFieldGuard? Guard { get; init; }

    /// <summary>
    /// Gets each unexpected failure and each plugin's timeout once, with the reference that the client sees; the field is null
    /// outside of one.
    /// </summary>
    public Action<Exception, Field?, string> ReportFault { get; init; } = static (_, _, _) => { };

    /// <summary>
    /// What the client may know of an exception that somebody's resolver threw on purpose; null: it is unexpected, and is reported.
    /// </summary>
    public Func<Exception, GraphQLError?> ErrorOf { get; init; } = static _ => null;

    /// <summary>How a field without a resolver is resolved, in a schema from SDL; by default from parents that are dictionaries.</summary>
    public Func<ObjectType, Field, FieldResolver> ResolverOf { get; init; } = static (_, field) => DictionaryResolver.For(field);

    /// <summary>Runs documents that break the rules of spec section 5, for cases about what happens then.</summary>
    internal bool SkipsValidation { get; init; }

    /// <summary>What messages say behind a limit that is the rest of a <see cref="RequestBudget"/>.</summary>
    internal string Sharing { get; init; } = "";

    /// <exception cref="ArgumentOutOfRangeException">A limit isn't positive.</exception>
    internal void Check()
    {
        (string Name, double Value)[] limits =
        [
            (nameof(MaxDocumentBytes), MaxDocumentBytes), (nameof(MaxTokens), MaxTokens), (nameof(MaxDepth), MaxDepth),
            (nameof(MaxRootFields), MaxRootFields), (nameof(MaxAliases), MaxAliases), (nameof(MaxFields), MaxFields),
            (nameof(MaxCost), MaxCost), (nameof(MaxViews), MaxViews),
            (nameof(MaxObjects), MaxObjects), (nameof(MaxIntrospectionObjects), MaxIntrospectionObjects),
            (nameof(MaxResponseBytes), MaxResponseBytes), (nameof(MaxErrors), MaxErrors), (nameof(MaxRunTime), MaxRunTime.Ticks),
            (nameof(MaxPluginFieldTime), MaxPluginFieldTime.Ticks),
        ];
        foreach (var (name, value) in limits)
            if (value <= 0)
                throw new ArgumentOutOfRangeException(name,
                    $"The limit {name} is {value}, so nothing could run. Give it a positive value.");
    }

    /// <summary>Entries of <c>extensions</c> in every answer, such as the schema's hash.</summary>
    public IReadOnlyDictionary<string, object?> Extensions { get; init; } = new Dictionary<string, object?>();
}
