namespace Crm.Headless.GraphQL;

/// <summary>What a client asked of a connection (Relay's cursor connections).</summary>
/// <param name="First">Rows from the beginning; null when not given.</param>
/// <param name="After">Only rows behind this cursor; null when not given.</param>
/// <param name="Last">Rows from the end; null when not given.</param>
/// <param name="Before">Only rows before this cursor; null when not given.</param>
public readonly record struct PageArguments(int? First, string? After, int? Last, string? Before);
