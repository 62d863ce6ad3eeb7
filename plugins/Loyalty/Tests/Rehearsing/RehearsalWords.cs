using System.Text.Json;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>The words of tests about rehearsals.</summary>
static class RehearsalWords
{
    const int Page = 1_000;

    const string Document = """
        query($rule: LoyaltyRuleDefinitionInput!, $from: DateTime!, $to: DateTime!, $replaces: ID, $first: Int, $after: String) {
          loyaltyRehearse(rule: $rule, from: $from, to: $to, replaces: $replaces) {
            members(first: $first, after: $after) {
              nodes { contactId contact { displayName } interactions points qualifying expired balance expiries { at points } }
              pageInfo { hasNextPage endCursor } } } }
        """;

    /// <summary>What everybody would have got, by contact.</summary>
    public static async Task<Dictionary<string, JsonElement>> RehearseAsync(
        this LoyaltyHost host, object rule, string from, string to, string? replaces = null, int page = Page)
    {
        var members = new Dictionary<string, JsonElement>();
        string? after = null;
        do
        {
            var data = await host.Crm.QueryAsync(Document, new { rule, from, to, replaces, first = page, after });
            var found = data.GetProperty("loyaltyRehearse").GetProperty("members");
            foreach (var member in found.GetProperty("nodes").EnumerateArray())
                members.Add(member.GetProperty("contactId").GetString()!, member);
            after = found.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean()
                ? found.GetProperty("pageInfo").GetProperty("endCursor").GetString()
                : null;
        }
        while (after is not null);
        return members;
    }

    public static async Task<JsonElement> RehearsedTotalsAsync(this LoyaltyHost host, object rule, string from, string to)
    {
        var data = await host.Crm.QueryAsync("""
            query($rule: LoyaltyRuleDefinitionInput!, $from: DateTime!, $to: DateTime!) {
              loyaltyRehearse(rule: $rule, from: $from, to: $to) { totals { members interactions points qualifying expired balance } } }
            """, new { rule, from, to });
        return data.GetProperty("loyaltyRehearse").GetProperty("totals");
    }

    public static long Points(this JsonElement member) => member.GetProperty("points").GetInt64();

    /// <summary>Has everything that ever happened settled again, by the rules as they are now.</summary>
    public static async Task ReplayAsync(this LoyaltyHost host)
    {
        await host.Crm.QueryAsync(
            "mutation($input: ReplayEventsInput!) { replayEvents(input: $input) { events errors { ... on Error { message } } } }",
            new { input = new { handler = "crm.loyalty/Crm.Headless.Loyalty.LoyaltyEarning", from = 0 } });
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(30)); // for the whole of CDNOW on a busy machine
        await host.Crm.HandledAsync(patience.Token);
    }
}
