using System.Globalization;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>
/// The purchases of the CDNOW file, and what they are worth by plain arithmetic: a point per whole dollar, for twelve months.
/// </summary>
static class CdnowPurchases
{
    static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <param name="Customer">As in the file.</param>
    /// <param name="Dollars">As in the file, such as "11.77".</param>
    public sealed record Purchase(string Customer, DateOnly Day, string Dollars)
    {
        public DateTimeOffset OccurredAt => Midnight(Day);

        /// <summary>What stands before the point.</summary>
        public long Points => long.Parse(Dollars.Split('.')[0], CultureInfo.InvariantCulture);

        /// <summary>The first moment of the day after the same day of the next year.</summary>
        public DateTimeOffset LapsesAt => Midnight(Day.AddMonths(12).AddDays(1));
    }

    public static List<Purchase> Read(string path) =>
    [
        .. File.ReadLines(path).Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(columns => columns.Length == 4)
            .Select(columns => new Purchase(
                columns[0], DateOnly.ParseExact(columns[1], "yyyyMMdd", CultureInfo.InvariantCulture), columns[3])),
    ];

    /// <summary>
    /// What each customer has left then, as "when it lapses: points", the earliest first. Who has nothing left has an empty list.
    /// </summary>
    public static Dictionary<string, List<string>> LeftAt(IEnumerable<Purchase> purchases, DateTimeOffset moment) =>
        purchases.GroupBy(purchase => purchase.Customer).ToDictionary(customer => customer.Key, customer => customer
            .Where(purchase => purchase.LapsesAt > moment && purchase.Points > 0)
            .GroupBy(purchase => purchase.LapsesAt).OrderBy(day => day.Key)
            .Select(day => Written(day.Key, day.Sum(purchase => purchase.Points))).ToList());

    public static string Written(DateTimeOffset lapsesAt, long points) => $"{lapsesAt.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}: {points}";

    static DateTimeOffset Midnight(DateOnly day) =>
        new(day.ToDateTime(TimeOnly.MinValue), NewYork.GetUtcOffset(day.ToDateTime(TimeOnly.MinValue)));
}
