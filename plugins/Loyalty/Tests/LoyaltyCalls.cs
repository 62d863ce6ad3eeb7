using System.Globalization;
using System.Text.Json;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Mutations and jobs of the plugin, as tests ask for them.</summary>
static class LoyaltyCalls
{
    /// <summary>The payload of a mutation, with its errors.</summary>
    /// <param name="host">The host.</param>
    /// <param name="field">Of Mutation.</param>
    /// <param name="input">Its input.</param>
    /// <param name="selection">What is wanted besides the errors.</param>
    /// <param name="errors">What is wanted of them, besides type and message.</param>
    /// <param name="who">Who asks; null: the administrator.</param>
    /// <param name="inputType">Where it isn't called after the field.</param>
    public static async Task<JsonElement> ChangeAsync(
        this LoyaltyHost host, string field, object input, string selection, string errors = "", CrmPrincipal? who = null,
        string? inputType = null)
    {
        var type = inputType ?? $"{char.ToUpperInvariant(field[0])}{field[1..]}Input";
        var document =
            $"mutation($input: {type}!) {{ {field}(input: $input) {{ {selection} "
            + $"errors {{ __typename ... on Error {{ message }} {errors} }} }} }}";
        var data = who is null
            ? await host.Crm.QueryAsync(document, new { input })
            : await host.Crm.QueryAsync(who, document, new { input });
        return data.GetProperty(field);
    }

    /// <summary>The same, where nothing may go wrong: what the field with the result holds.</summary>
    public static async Task<JsonElement> DoAsync(
        this LoyaltyHost host, string field, object input, string result, string selection = "id", CrmPrincipal? who = null,
        string? inputType = null)
    {
        var payload = await host.ChangeAsync(field, input, $"{result} {{ {selection} }}", who: who, inputType: inputType);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.ToString());
        return payload.GetProperty(result);
    }

    /// <summary>The only error of a payload.</summary>
    public static JsonElement Error(this JsonElement payload) => Assert.Single(payload.GetProperty("errors").EnumerateArray());

    /// <summary>Its type.</summary>
    public static string? ErrorType(this JsonElement payload) => payload.Error().GetProperty("__typename").GetString();

    /// <summary>A member of the account of a contact.</summary>
    public static async Task<JsonElement> AccountAsync(this LoyaltyHost host, string contactId, string selection)
    {
        var data =
            await host.Crm.QueryAsync($"query($id: ID!) {{ contact(id: $id) {{ loyalty {{ {selection} }} }} }}", new { id = contactId });
        return data.GetProperty("contact").GetProperty("loyalty");
    }

    /// <summary>A new contact that has bought for so much.</summary>
    public static async Task<string> MemberAsync(this LoyaltyHost host, decimal amount, string name = "Ann")
    {
        var contact = await host.CreateContactAsync(name);
        await host.PurchaseAsync(contact, amount);
        await host.HandledAsync();
        return contact;
    }

    /// <summary>Has a job of the plugin run now, to its end.</summary>
    public static async Task RunJobAsync(this LoyaltyHost host, string job)
    {
        var (name, from) = ($"crm.loyalty/Crm.Headless.Loyalty.{job}", host.Crm.Clock.GetUtcNow());
        // It is there as soon as the host has seen it. A run that goes on may have looked at the clock before a test moved it.
        await JobAsync(host, name, row => row.GetProperty("status").GetString() != "RUNNING");
        var payload = await host.ChangeAsync("pluginJobRun", new { name }, "pluginJob { name }");
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.ToString());
        await JobAsync(host, name, row => row.GetProperty("status").GetString() == "WAITING"
            && row.GetProperty("endedAt") is { ValueKind: JsonValueKind.String } ended && ended.GetDateTimeOffset() >= from);
    }

    /// <summary>A moment, as 2027-01-31 10:00 in UTC.</summary>
    public static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    static async Task JobAsync(LoyaltyHost host, string name, Func<JsonElement, bool> holds)
    {
        for (var attempt = 0; ; attempt++)
        {
            var jobs = await host.Crm.QueryAsync("{ pluginJobs { name status endedAt lastError } }");
            var job = jobs.GetProperty("pluginJobs").EnumerateArray().FirstOrDefault(row => row.GetProperty("name").GetString() == name);
            if (job.ValueKind == JsonValueKind.Object && holds(job)) return;
            Assert.True(attempt < 4_800, $"{name}: {job}");
            await Task.Delay(25);
        }
    }
}
