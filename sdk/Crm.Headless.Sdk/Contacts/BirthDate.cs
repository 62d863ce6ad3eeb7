namespace Crm.Headless;

/// <summary>A day of birth in the Gregorian calendar.</summary>
/// <param name="Year">1 to 9999; null when the person tells only the day.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31, within the month; 29 February is a day of an unknown year.</param>
public sealed record BirthDate(int? Year, int Month, int Day);
