using System.Text.Json;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Testing.Conformance;

/// <summary>That every field of the plugin works below every list, and asks the database as often for many rows as for few.</summary>
static class StatementChecks
{
    const int Few = 5, Many = 40;

    public static async Task<IReadOnlyList<string>> FindAsync(CrmTestHost host, string plugin)
    {
        if (await SampleData.FillAsync(host, 0, Few) is { } early) return [early];
        var ids = await SampleData.IdsAsync(host);
        var requests = RequestsFor(host, plugin, ids);
        var few = new List<Dictionary<string, int>>();
        foreach (var request in requests) few.Add((await AskAsync(host, plugin, request)).Statements);
        if (await SampleData.FillAsync(host, Few, Many - Few) is { } late) return [late];
        var findings = new List<string>();
        var grown = new Dictionary<string, (int Few, int Many)>();
        foreach (var (request, before) in requests.Zip(few))
        {
            var (after, fault) = await AskAsync(host, plugin, request);
            if (fault is not null) findings.Add(fault);
            foreach (var (field, count) in after)
                if (before.TryGetValue(field, out var first) && count > first && count > grown.GetValueOrDefault(field).Many) grown[field] = (first, count);
        }
        return
        [
            .. findings, .. from field in grown
                            select $"The field {field.Key} sends {field.Value.Few} statements for a few rows and {field.Value.Many} for more (N+1). Read for all parents at once: "
                                + "[BatchResolver] with the parents' keys, or [Join] with an IQueryable.",
        ];
    }

    // Not a part of an asynchronous method, which would keep the generation.
    static List<Request> RequestsFor(CrmTestHost host, string plugin, Dictionary<string, string> ids)
    {
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        var schema = lease.Generation.Schema;
        var walk = new SchemaWalk(schema, ids, "Ann");
        return
        [
            .. from own in OwnFields.Of(schema, plugin).GroupBy(one => one.Type, one => one.Field)
               where own.Key is ObjectType && own.Key != schema.Mutation && own.Key != schema.Subscription
               from list in walk.Lists((ObjectType)own.Key, [.. own])
               select new Request(list.Document, list.IsGuess, own.Key.Name, [.. own.Select(field => field.Name)]),
        ];
    }

    /// <summary>The statements of each of the plugin's fields.</summary>
    static async Task<(Dictionary<string, int> Statements, string? Fault)> AskAsync(CrmTestHost host, string plugin, Request request)
    {
        var answer = await host.SendAsync(request.Document, headers: [new("GraphQL-Cost", "report")]);
        var fault = answer.Errors.Where(error => !request.IsGuess || AccessTrial.IsFault(error)).Select(error => Describe(error, request)).FirstOrDefault();
        var statements = new Dictionary<string, int>();
        if (answer.Body.TryGetProperty("extensions", out var more) && more.TryGetProperty("cost", out var cost)
            && cost.GetProperty("plugins").TryGetProperty(plugin, out var costs))
            foreach (var field in costs.EnumerateObject())
                if (field.Value.ValueKind == JsonValueKind.Object && field.Value.TryGetProperty("statements", out var count)) statements[field.Name] = count.GetInt32();
        return (statements, fault);
    }

    static string Describe(JsonElement error, Request request)
    {
        var path = error.TryGetProperty("path", out var steps)
            ? steps.EnumerateArray().Where(step => step.ValueKind == JsonValueKind.String).Select(step => step.GetString()!).ToList() : [];
        var place = path.LastOrDefault(request.Fields.Contains) is { } own ? $"{request.Type}.{own}" : string.Join('.', path);
        return $"The field {place} fails on sample data: {error.GetProperty("message").GetString()} Try \"{request.Document}\", and let it give null where it has nothing to say.";
    }

    /// <summary>A document that asks for fields of a type.</summary>
    sealed record Request(string Document, bool IsGuess, string Type, IReadOnlyList<string> Fields);
}
