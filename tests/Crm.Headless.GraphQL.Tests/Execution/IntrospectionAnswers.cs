namespace Crm.Headless.GraphQL.Tests.Execution;

/// <summary>Spec section 4.</summary>
public sealed class IntrospectionAnswers
{
    readonly Harness _harness = new("""
        "What there is." schema { query: Root }
        "The root." type Root implements Named { name: String old: Int @deprecated(reason: "new") args(a: Int = 5, b: [String!]! = ["x"], c: Int @deprecated): Kind }
        interface Named { name: String }
        union Some = Root
        enum Kind { A B @deprecated }
        input One @oneOf { a: Int b: String }
        input Plain { a: Int = 1 b: Int @deprecated(reason: "a") }
        scalar Url @specifiedBy(url: "https://example.com/url")
        directive @tag(name: String!) repeatable on FIELD | OBJECT
        """);

    [Theory]
    [InlineData("{ __schema { description queryType { name } mutationType { name } subscriptionType { name } } }",
        """{"__schema":{"description":"What there is.","queryType":{"name":"Root"},"mutationType":null,"subscriptionType":null}}""")]
    [InlineData("""{ __type(name: "Root") { kind description fields { name } interfaces { name } possibleTypes { name } isOneOf } }""",
        """{"__type":{"kind":"OBJECT","description":"The root.","fields":[{"name":"name"},{"name":"args"}],"interfaces":[{"name":"Named"}],"possibleTypes":null,"isOneOf":null}}""")]
    [InlineData("""{ __type(name: "Root") { fields(includeDeprecated: true) { name isDeprecated deprecationReason } } }""",
        """{"__type":{"fields":[{"name":"name","isDeprecated":false,"deprecationReason":null},{"name":"old","isDeprecated":true,"deprecationReason":"new"},{"name":"args","isDeprecated":false,"deprecationReason":null}]}}""")]
    [InlineData("""{ __type(name: "Root") { fields { args { name defaultValue type { kind ofType { kind ofType { kind } } } } } } }""",
        """{"__type":{"fields":[{"args":[]},{"args":[{"name":"a","defaultValue":"5","type":{"kind":"SCALAR","ofType":null}},{"name":"b","defaultValue":"[\"x\"]","type":{"kind":"NON_NULL","ofType":{"kind":"LIST","ofType":{"kind":"NON_NULL"}}}}]}]}}""")]
    [InlineData("""{ __type(name: "Root") { fields { args(includeDeprecated: true) { name isDeprecated } } } }""",
        """{"__type":{"fields":[{"args":[]},{"args":[{"name":"a","isDeprecated":false},{"name":"b","isDeprecated":false},{"name":"c","isDeprecated":true}]}]}}""")]
    [InlineData("""{ a: __type(name: "Some") { kind possibleTypes { name } } b: __type(name: "Named") { kind possibleTypes { name } interfaces { name } } }""",
        """{"a":{"kind":"UNION","possibleTypes":[{"name":"Root"}]},"b":{"kind":"INTERFACE","possibleTypes":[{"name":"Root"}],"interfaces":[]}}""")]
    [InlineData("""{ __type(name: "Kind") { enumValues { name } } }""", """{"__type":{"enumValues":[{"name":"A"}]}}""")]
    [InlineData("""{ a: __type(name: "One") { isOneOf inputFields { name } } b: __type(name: "Plain") { isOneOf inputFields(includeDeprecated: true) { name deprecationReason } } }""",
        """{"a":{"isOneOf":true,"inputFields":[{"name":"a"},{"name":"b"}]},"b":{"isOneOf":false,"inputFields":[{"name":"a","deprecationReason":null},{"name":"b","deprecationReason":"a"}]}}""")]
    [InlineData("""{ __type(name: "Url") { kind specifiedByURL } }""", """{"__type":{"kind":"SCALAR","specifiedByURL":"https://example.com/url"}}""")]
    [InlineData("""{ __type(name: "Nope") { name } }""", """{"__type":null}""")]
    public async Task The_schema_tells_what_it_is(string document, string data) =>
        Assert.Equal($$"""{"data":{{data}}}""", await _harness.RunAsync(document));

    [Fact]
    public async Task Directives_tell_where_they_may_stand() => Assert.Contains(
        """{"name":"tag","isRepeatable":true,"locations":["FIELD","OBJECT"],"args":[{"name":"name"}]}""",
        await _harness.RunAsync("{ __schema { directives { name isRepeatable locations args { name } } } }"));
}
