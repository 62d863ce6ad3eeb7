using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>
/// How a programme counted from a moment on, until the next terms of it: what happened then is always judged by the terms of that time.
/// </summary>
[VisibleToAll, Authorize("loyalty:read")]
public sealed class LoyaltyTerms
{
    /// <summary>The key.</summary>
    [GraphQLIgnore]
    public Guid Id { get; init; }

    /// <summary>The programme.</summary>
    [GraphQLIgnore]
    public Guid ProgramId { get; init; }

    /// <summary>Counts the terms of the programme, from 1.</summary>
    public int Number { get; init; }

    /// <summary>From when they count; null: since ever.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Whether anything was earned.</summary>
    public LoyaltyProgramStatus Status { get; init; }

    /// <summary>The IANA time zone in which days, weeks and months began.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The ISO 4217 code of the only currency that amounts counted in; null: any, each as it is.</summary>
    public string? Currency { get; init; }

    /// <summary>What became of parts of points.</summary>
    public LoyaltyRounding Rounding { get; init; }

    /// <summary>Whether points were earned on amounts with tax or without it, where a purchase says both.</summary>
    public LoyaltyEarnBasis EarnBasis { get; init; }

    /// <summary>The most points of all rules together for one interaction; null: no limit.</summary>
    public long? MaxPointsPerOrder { get; init; }

    /// <summary>The most points of all rules together on one day; null: no limit.</summary>
    public long? MaxPointsPerDay { get; init; }

    /// <summary>The terms as the programme says them now.</summary>
    internal static LoyaltyTerms Of(LoyaltyProgram program, int number, DateTimeOffset? startsAt, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        ProgramId = program.Id,
        Number = number,
        StartsAt = startsAt,
        Status = program.Status,
        TimeZone = program.TimeZone,
        Currency = program.Currency,
        Rounding = program.Rounding,
        EarnBasis = program.EarnBasis,
        MaxPointsPerOrder = program.MaxPointsPerOrder,
        MaxPointsPerDay = program.MaxPointsPerDay,
    };

    /// <summary>Whether the programme still says the same.</summary>
    internal bool Fit(LoyaltyProgram program) =>
        (Status, TimeZone, Currency, Rounding, EarnBasis, MaxPointsPerOrder, MaxPointsPerDay)
        == (program.Status, program.TimeZone, program.Currency, program.Rounding, program.EarnBasis, program.MaxPointsPerOrder,
            program.MaxPointsPerDay);
}
