namespace Crm.Headless.Server.Import;

/// <summary>A row of the file by its column names.</summary>
/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Raw">As it stands in the file, for the report of refused rows.</param>
/// <param name="Problem">Why it can't be read at all; null when it can.</param>
internal sealed record SourceRow(long Line, string Raw, IReadOnlyDictionary<string, string> Values, string? Problem = null);
