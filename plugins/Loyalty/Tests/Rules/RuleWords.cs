using System.Text.Json;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>The words of tests about rules.</summary>
static class RuleWords
{
    /// <summary>Long before anything happens in a test.</summary>
    public const string Ever = "1990-01-01T00:00:00Z";

    /// <summary>The rule that comes with the plugin gives nothing any more, and never did.</summary>
    public static async Task WithoutRulesAsync(this LoyaltyHost host)
    {
        var data = await host.Crm.QueryAsync("{ loyaltyRules { nodes { id } } }");
        foreach (var rule in data.GetProperty("loyaltyRules").GetProperty("nodes").EnumerateArray())
            await host.EndRuleAsync(rule.GetProperty("id").GetString()!, Ever);
    }

    /// <summary>A rule that is in force.</summary>
    public static async Task<string> RuleAsync(
        this LoyaltyHost host, string code, object definition, string? startsAt = Ever, string? endsAt = null)
    {
        var rule = await host.DraftAsync(code, definition);
        Assert.Null(await host.ActivateAsync(rule, startsAt, endsAt));
        return rule;
    }

    /// <summary>A rule that counts for nothing yet.</summary>
    public static async Task<string> DraftAsync(this LoyaltyHost host, string code, object definition) =>
        (await host.SendAsync("loyaltyCreateRule", new { code, definition }, "loyaltyRule { id }")).GetProperty("loyaltyRule")
            .GetProperty("id").GetString()!;

    public static Task<string?> RedraftAsync(this LoyaltyHost host, string ruleId, object definition) =>
        host.ErrorAsync("loyaltyDraftRule", new { ruleId, definition });

    public static Task<string?> ActivateAsync(this LoyaltyHost host, string ruleId, string? startsAt = null, string? endsAt = null) =>
        host.ErrorAsync("loyaltyActivateRule", new { ruleId, startsAt, endsAt });

    public static Task<string?> EndRuleAsync(this LoyaltyHost host, string ruleId, string? at = null) =>
        host.ErrorAsync("loyaltyEndRule", new { ruleId, at });

    /// <summary>What the default programme shall say.</summary>
    public static async Task UpdateProgramAsync(this LoyaltyHost host, object changes) =>
        Assert.Null(await host.ErrorAsync("loyaltyUpdateProgram", changes));

    /// <summary>What a basket would earn.</summary>
    public static async Task<JsonElement> QuoteAsync(this LoyaltyHost host, object basket) => (await host.Crm.QueryAsync(
        """
        query($basket: LoyaltyBasketInput!) {
          loyaltyQuote(basket: $basket) { points qualifying availableAt expiresAt awards { rule points lineNumber why } } }
        """,
        new { basket })).GetProperty("loyaltyQuote");

    public static async Task<long> WorthAsync(this LoyaltyHost host, object basket) =>
        (await host.QuoteAsync(basket)).GetProperty("points").GetInt64();

    /// <summary>Each award as "rule points", in their order, with "#line" where it is for a line.</summary>
    public static async Task<string[]> AwardsAsync(this LoyaltyHost host, object basket) =>
    [
        .. (await host.QuoteAsync(basket)).GetProperty("awards").EnumerateArray().Select(award =>
            $"{award.GetProperty("rule").GetString()} {award.GetProperty("points")}"
            + (award.GetProperty("lineNumber") is { ValueKind: JsonValueKind.Number } line ? $" #{line}" : "")),
    ];

    /// <summary>Records something, and returns its id.</summary>
    public static async Task<string> RecordAsync(this LoyaltyHost host, object input) =>
        (await host.SendAsync("recordInteraction", input, "interaction { id }")).GetProperty("interaction").GetProperty("id").GetString()!;

    /// <summary>The type of the error of a mutation; null: it worked.</summary>
    public static async Task<string?> ErrorAsync(this LoyaltyHost host, string mutation, object input)
    {
        var errors = (await host.SendAsync(mutation, input, null)).GetProperty("errors");
        return errors.ValueKind == JsonValueKind.Null ? null : errors[0].GetProperty("__typename").GetString();
    }

    static async Task<JsonElement> SendAsync(this LoyaltyHost host, string mutation, object input, string? selection)
    {
        var type = char.ToUpperInvariant(mutation[0]) + mutation[1..] + "Input";
        var data = await host.Crm.QueryAsync(
            $"mutation($input: {type}!) {{ {mutation}(input: $input) {{ {selection} "
            + "errors { __typename ... on Error { message } } } }",
            new { input });
        var payload = data.GetProperty(mutation);
        if (selection is not null) Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.ToString());
        return payload;
    }
}
