namespace Crm.Headless.Loyalty;

/// <summary>What rules ask besides what was bought: all of it as it was at that time.</summary>
sealed record Circumstances
{
    /// <summary>When the member joined; null: with this very interaction.</summary>
    public DateTimeOffset? MemberSince { get; init; }

    /// <summary>The code of the tier; null: none.</summary>
    public string? Tier { get; init; }

    public BirthDate? BirthDate { get; init; }

    /// <summary>Where it happened: the unit and all above it.</summary>
    public IReadOnlyCollection<Guid> Units { get; init; } = [];

    /// <summary>What the member had of each rule by then.</summary>
    public CapUsage Used { get; init; } = new();
}

/// <summary>
/// The points that a member already has of what is limited by day or at all, apart from those of the interaction that is judged.
/// </summary>
sealed class CapUsage
{
    readonly Dictionary<(Guid Of, DateOnly? Day), long> _points = [];

    /// <param name="of">The rule; for the limit of all of them together, the programme.</param>
    /// <param name="day">By the clock of the programme; null: ever.</param>
    public long Of(Guid of, DateOnly? day) => _points.GetValueOrDefault((of, day));

    public void Add(Guid of, DateOnly? day, long points) => _points[(of, day)] = Of(of, day) + points;
}
