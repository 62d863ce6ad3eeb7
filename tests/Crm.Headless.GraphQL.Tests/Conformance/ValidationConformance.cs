using System.Text.Json;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Conformance;

public sealed class ValidationConformance
{
    static readonly Dictionary<string, ValidationRuleFactory> Rules = ValidationRules.Specified
        .Concat(ValidationRules.TypeSystem).Concat(ValidationRules.Optional)
        .DistinctBy(rule => rule.Name)
        .ToDictionary(rule => rule.Name);

    readonly Dictionary<string, GraphQLSchema> _schemas = [];

    [ConformanceFact("validation.json", 493)]
    public void Every_case_of_the_reference_rules_is_met()
    {
        var cases = SharedData.Cases("validation.json");
        var failures = cases.Select(Run).OfType<string>().ToList();
        Assert.True(failures.Count == 0, $"{failures.Count} of {cases.Count} cases fail:\n{string.Join("\n", failures)}");
        Assert.Equal(493, cases.Count);
    }

    string? Run(JsonElement test)
    {
        var found = Places(Validate(test).Select(error => error.Locations));
        var expected = Places(test.GetProperty("errors").EnumerateArray().Select(Locations));
        var name = $"#{test.GetProperty("id")} {test.GetProperty("test").GetString()}";
        return found == expected ? null : $"{name}:\n  found    {found}\n  expected {expected}";
    }

    IReadOnlyList<GraphQLError> Validate(JsonElement test)
    {
        var document = GraphQLParser.Parse(test.GetProperty("document").GetString()!);
        var schema = test.GetProperty("sdl").GetString() is { } sdl ? SchemaOf(sdl) : null;
        var options = OptionsOf(test);
        return test.GetProperty("kind").GetString() == "sdl"
            ? DocumentValidator.ValidateSdl(document, schema, options)
            : DocumentValidator.Validate(schema!, document, options);
    }

    // Many of these schemas break rules that the case isn't about. One location is of a proposal that the September 2025 edition lacks;
    // no document uses it.
    GraphQLSchema SchemaOf(string sdl)
    {
        sdl = sdl.Replace("FRAGMENT_VARIABLE_DEFINITION", "VARIABLE_DEFINITION");
        if (!_schemas.TryGetValue(sdl, out var schema)) _schemas[sdl] = schema = SchemaFromSdl.BuildUnchecked(sdl);
        return schema;
    }

    static ValidationOptions OptionsOf(JsonElement test)
    {
        var names = test.GetProperty("rules").EnumerateArray().Select(rule => rule.GetString()!).ToList();
        var options = new ValidationOptions { Rules = names is ["<specified>"] ? null : [.. names.Select(name => Rules[name])] };
        return test.TryGetProperty("options", out var limits) && limits.TryGetProperty("maxErrors", out var max)
            ? options with { MaxErrors = max.GetInt32() }
            : options;
    }

    static IReadOnlyList<SourceLocation> Locations(JsonElement error) =>
        error.TryGetProperty("locations", out var locations) ? [.. locations.EnumerateArray().Select(Location)] : [];

    static SourceLocation Location(JsonElement place) =>
        new(place.GetProperty("line").GetInt32(), place.GetProperty("column").GetInt32());

    // The order in which rules report is nobody's concern.
    static string Places(IEnumerable<IReadOnlyList<SourceLocation>> errors) => string.Join("; ", errors
        .Select(places => string.Join(" ", places.OrderBy(place => (place.Line, place.Column))
            .Select(place => $"{place.Line}:{place.Column}")))
        .Order(StringComparer.Ordinal));
}
