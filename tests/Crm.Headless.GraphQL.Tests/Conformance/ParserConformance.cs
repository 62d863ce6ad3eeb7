using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Tests.Conformance;

public sealed class ParserConformance
{
    [ConformanceFact("parser.json", 64)]
    public void Every_case_of_the_reference_parser_is_met()
    {
        var cases = SharedData.Cases("parser.json");
        var failures = cases.Select(Run).OfType<string>().ToList();
        Assert.True(failures.Count == 0, $"{failures.Count} of {cases.Count} cases fail:\n{string.Join("\n", failures)}");
        Assert.Equal(64, cases.Count);
    }

    static string? Run(JsonElement test)
    {
        var name = $"#{test.GetProperty("id")} {test.GetProperty("source").GetString()}";
        var ok = test.GetProperty("ok").GetBoolean();
        try
        {
            var printed = GraphQLPrinter.Print(Parse(test));
            if (!ok) return $"{name}: parsed, but is no document";
            var expected = test.GetProperty("printed").GetString();
            return printed == expected ? null : $"{name}: printed\n{printed}\ninstead of\n{expected}";
        }
        catch (GraphQLException refused)
        {
            if (ok) return $"{name}: {refused.Message}";
            return Difference(test.GetProperty("error"), refused.Errors.Single()) is { } difference ? $"{name}: {difference}" : null;
        }
    }

    // The messages are those of the reference implementation too: developers know them.
    static string? Difference(JsonElement expected, GraphQLError error)
    {
        var message = expected.GetProperty("message").GetString();
        if (error.Message != message) return $"{error.Message} instead of {message}";
        var location = expected.GetProperty("locations")[0];
        var place = new SourceLocation(location.GetProperty("line").GetInt32(), location.GetProperty("column").GetInt32());
        return error.Locations.Single() == place ? null : $"{error.Locations.Single()} instead of {place}";
    }

    static SyntaxNode Parse(JsonElement test)
    {
        var source = test.GetProperty("source").GetString()!;
        var options = new ParserOptions { MaxTokens = MaxTokens(test) };
        return test.GetProperty("kind").GetString() switch
        {
            "parse" => GraphQLParser.Parse(source, options),
            "parseValue" => GraphQLParser.ParseValue(source, options),
            "parseConstValue" => GraphQLParser.ParseConstValue(source, options),
            _ => GraphQLParser.ParseType(source, options),
        };
    }

    static int? MaxTokens(JsonElement test) =>
        test.TryGetProperty("options", out var options) && options.TryGetProperty("maxTokens", out var max) ? max.GetInt32() : null;
}
