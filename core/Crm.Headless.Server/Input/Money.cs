namespace Crm.Headless.Server.Input;

/// <summary>Reads amounts and quantities, which are kept as whole numbers of 1/10,000.</summary>
static class Money
{
    public const int MaxDecimals = 4;

    /// <summary>Far beyond any purchase, and still sure to add up within 64 bits.</summary>
    public const decimal Max = 10_000_000_000_000m;

    public static decimal? Read(decimal? value, FieldPath at, decimal min) => value is { } amount ? Read(amount, at, min) : null;

    public static decimal Read(decimal value, FieldPath at, decimal min)
    {
        if (value < min || value > Max) throw new OutOfRangeException(at, value, min, Max);
        if (decimal.Round(value, MaxDecimals) != value) throw new TooManyDecimalsException(at, value);
        return value;
    }
}

/// <summary>A number is smaller or larger than allowed.</summary>
sealed class OutOfRangeException(FieldPath field, decimal value, decimal min, decimal max)
    : InputException("OUT_OF_RANGE", field, FormattableString.Invariant($"{value} isn't between {min} and {max}. Give a number that is."))
{
    /// <summary>The smallest number that is allowed.</summary>
    public decimal Min { get; } = min;

    /// <summary>The largest number that is allowed.</summary>
    public decimal Max { get; } = max;
}

/// <summary>A number has more decimal places than are kept.</summary>
sealed class TooManyDecimalsException(FieldPath field, decimal value) : InputException("TOO_MANY_DECIMALS", field,
    FormattableString.Invariant($"{value} has more than {Money.MaxDecimals} decimal places. Round it in the system that it comes from."))
{
    /// <summary>The decimal places that are kept.</summary>
    public int MaxDecimals { get; } = Money.MaxDecimals;
}
