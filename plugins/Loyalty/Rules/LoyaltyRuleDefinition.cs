using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>What a rule gives, for what, when and to whom. A condition that isn't given doesn't restrict it.</summary>
public sealed record LoyaltyRuleDefinition
{
    /// <summary>What it gives.</summary>
    public required LoyaltyEffect Effect { get; init; }

    /// <summary>The kinds of interactions that it is about; null: purchases.</summary>
    public IReadOnlyList<InteractionKind>? Kinds { get; init; }

    /// <summary>Only lines of these products or of one of the categories; null: it doesn't look at products.</summary>
    public IReadOnlyList<string>? Products { get; init; }

    /// <summary>Only lines of these categories or of one of the products; null: it doesn't look at categories.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>No lines of these products, such as gift cards; null: no product is left out.</summary>
    public IReadOnlyList<string>? ExceptProducts { get; init; }

    /// <summary>No lines of these categories, such as tobacco; null: no category is left out.</summary>
    public IReadOnlyList<string>? ExceptCategories { get; init; }

    /// <summary>Only where the interaction, or the lines that count, are worth at least so much; null: whatever they are worth.</summary>
    public decimal? MinAmount { get; init; }

    /// <summary>Only in these channels; null: in all, and where the channel is unknown.</summary>
    public IReadOnlyList<InteractionChannel>? Channels { get; init; }

    /// <summary>Only in these units and those below them; null: everywhere.</summary>
    [ID<Unit>]
    public IReadOnlyList<Guid>? Units { get; init; }

    /// <summary>Only for members who were on one of these tiers then, by their codes; null: on any.</summary>
    public IReadOnlyList<string>? Tiers { get; init; }

    /// <summary>Only on these days of the week; null: on all.</summary>
    public IReadOnlyList<LoyaltyWeekday>? Weekdays { get; init; }

    /// <summary>
    /// Only on these days of the month, from 1, such as the members' day; a day that a month doesn't have is its last one. Null: on all.
    /// </summary>
    public IReadOnlyList<int>? DaysOfMonth { get; init; }

    /// <summary>Only on these dates; null: on all.</summary>
    public IReadOnlyList<DateOnly>? Dates { get; init; }

    /// <summary>Only around the member's birthday; null: at any time.</summary>
    public LoyaltyBirthday? Birthday { get; init; }

    /// <summary>Only in so many days from the one on which the member joined, that one included; null: at any time.</summary>
    public int? DaysFromJoining { get; init; }

    /// <summary>The most points that it gives for one interaction; null: no limit.</summary>
    public long? MaxPerOrder { get; init; }

    /// <summary>The most points that it gives a member on one day; null: no limit.</summary>
    public long? MaxPerDay { get; init; }

    /// <summary>The most points that it ever gives a member; null: no limit.</summary>
    public long? MaxPerMember { get; init; }

    /// <summary>Whether its points count for tiers as well.</summary>
    [DefaultValue(true)]
    public bool Qualifying { get; init; } = true;

    /// <summary>Whether multipliers multiply its points.</summary>
    [DefaultValue(true)]
    public bool Multiplied { get; init; } = true;

    /// <summary>Of the rules that name the same group only the one counts that gives most; null: it counts whatever others give.</summary>
    public string? Group { get; init; }

    /// <summary>Whether it looks at what was bought, line by line.</summary>
    [GraphQLIgnore]
    internal bool LooksAtLines =>
        Products is not null || Categories is not null || ExceptProducts is not null || ExceptCategories is not null
            || Effect.PerPiece is not null;
}

/// <summary>What a rule gives: exactly one of these.</summary>
[OneOf]
public sealed record LoyaltyEffect
{
    /// <summary>Points for an amount of money.</summary>
    public LoyaltyPerAmount? PerAmount { get; init; }

    /// <summary>So many points for each piece of the lines that count.</summary>
    public long? PerPiece { get; init; }

    /// <summary>So many points for the interaction, whatever it is worth.</summary>
    public long? Fixed { get; init; }

    /// <summary>Multiplies what the other rules give: 2 doubles it, 1.5 adds half of it. Multipliers don't multiply each other.</summary>
    public decimal? Factor { get; init; }
}

/// <summary>Points for an amount of money, such as 1 point for each 10.</summary>
/// <param name="Points">How many.</param>
/// <param name="Amount">For how much, in units of the currency. Parts of it count in proportion.</param>
public sealed record LoyaltyPerAmount(long Points, decimal Amount);

/// <summary>A day of the week.</summary>
public enum LoyaltyWeekday
{
    /// <summary>Sunday.</summary>
    Sunday,

    /// <summary>Monday.</summary>
    Monday,

    /// <summary>Tuesday.</summary>
    Tuesday,

    /// <summary>Wednesday.</summary>
    Wednesday,

    /// <summary>Thursday.</summary>
    Thursday,

    /// <summary>Friday.</summary>
    Friday,

    /// <summary>Saturday.</summary>
    Saturday,
}

/// <summary>How long a birthday lasts. Who was born on 29 February celebrates on the 28th where there is no 29th.</summary>
public enum LoyaltyBirthday
{
    /// <summary>The day itself.</summary>
    Day,

    /// <summary>From three days before to three days after it.</summary>
    Week,

    /// <summary>The month in which it is.</summary>
    Month,
}
