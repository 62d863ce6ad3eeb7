namespace Crm.Headless.Loyalty;

/// <summary>What an interaction is worth.</summary>
sealed record Judgement(IReadOnlyList<Award> Awards)
{
    public static Judgement Nothing { get; } = new([]);

    public long Points => Awards.Sum(award => award.Points);

    public long Qualifying => Awards.Sum(award => award.Qualifying);
}

/// <summary>What one rule gives for it.</summary>
/// <param name="Points">More than zero.</param>
/// <param name="Qualifying">As many of them as count for tiers.</param>
/// <param name="LineNumber">The line that it is given for; null: the whole of it.</param>
/// <param name="Why">In a few words, for people.</param>
sealed record Award(Guid RuleVersionId, string RuleCode, long Points, long Qualifying, int? LineNumber, string Why);
