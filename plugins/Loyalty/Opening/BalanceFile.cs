using System.Globalization;
using System.Text;
using Crm.Headless.GraphQL;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Loyalty;

/// <summary>
/// The same import for a file: <c>POST /plugins/crm.loyalty/balances?program=code</c> with comma-separated values (RFC 4180), whose first
/// line names the columns: <c>contact_id</c> or <c>source</c> and <c>external_id</c>, <c>points</c>, <c>qualifying</c>, <c>earned_at</c>,
/// <c>expires_at</c>, <c>key</c>.
/// </summary>
static class BalanceFile
{
    const int MostBytes = 1024 * 1024;
    static readonly string[] Columns = ["contact_id", "source", "external_id", "points", "qualifying", "earned_at", "expires_at", "key"];

    public static void Map(PluginEndpoints endpoints) => endpoints.MapPost("balances", ImportAsync, MostBytes);

    [Authorize("loyalty:admin")]
    static async Task<EndpointResponse> ImportAsync(EndpointRequest request, CancellationToken ct)
    {
        var lines = CsvText.Read(Encoding.UTF8.GetString(request.Body.Span).TrimStart('\uFEFF'));
        if (lines.Count == 0) throw new LoyaltyBalanceFileException("The file is empty. Its first line names the columns.");
        var balances = lines.Skip(1).Select((line, i) => BalanceOf(lines[0], line, i + 2)).ToList();
        var program = request.Query.TryGetValue("program", out var codes) ? codes[0] : null;
        var payload = await request.Services.GetRequiredService<OpeningBalances>().ImportAsync(program, balances, ct);
        return EndpointResponse.Json(new
        {
            payload.Imported,
            payload.Repeated,
            payload.Refused,
            Problems = payload.Rows.Where(row => row.Problem is not null).Select(row => new { Line = row.Row + 1, row.Problem }),
        });
    }

    static LoyaltyBalanceInput BalanceOf(IReadOnlyList<string> names, IReadOnlyList<string> values, int line)
    {
        if (names.FirstOrDefault(name => !Columns.Contains(name)) is { } unknown)
            throw new LoyaltyBalanceFileException($"There is no column \"{unknown}\". The columns are {string.Join(", ", Columns)}.");
        if (values.Count != names.Count)
            throw new LoyaltyBalanceFileException(
                $"Line {line} has {values.Count} values, and the first line names {names.Count} columns. Make them equal.");
        var row = names.Zip(values).Where(pair => pair.Second.Length > 0).ToDictionary(pair => pair.First, pair => pair.Second);
        return new()
        {
            ContactId = Value<Guid>(row, "contact_id", line, Key),
            Source = row.GetValueOrDefault("source"),
            ExternalId = row.GetValueOrDefault("external_id"),
            Points = Value<long>(row, "points", line, Number) ?? 0,
            Qualifying = Value<long>(row, "qualifying", line, Number) ?? 0,
            EarnedAt = Value<DateTimeOffset>(row, "earned_at", line, Time),
            ExpiresAt = Value<DateTimeOffset>(row, "expires_at", line, Time),
            Key = row.GetValueOrDefault("key"),
        };
    }

    static T? Value<T>(Dictionary<string, string> row, string column, int line, Func<string, T?> read) where T : struct =>
        !row.TryGetValue(column, out var text) ? null
        : read(text) ?? throw new LoyaltyBalanceFileException(
            $"Line {line}: \"{text}\" doesn't fit the column {column}. Correct it; nothing was imported.");

    static Guid? Key(string text) => GlobalId.TryParse(text, out var id) && id.Type == nameof(Contact) ? id.Key : null;

    static long? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

/// <summary>The file can't be read as a whole, so nothing of it was imported.</summary>
/// <param name="problem">What is wrong, and what to do.</param>
sealed class LoyaltyBalanceFileException(string problem) : CrmException("LOYALTY_BALANCE_FILE_INVALID", problem);
