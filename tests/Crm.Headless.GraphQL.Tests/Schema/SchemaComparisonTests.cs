using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Schema;

public sealed class SchemaComparisonTests
{
    [Theory]
    [InlineData("type A { x: Int }", "type B { x: Int }", "Breaking: Type \"A\" was removed.", "Safe: Type \"B\" was added.")]
    [InlineData("type A { x: Int }", "scalar A", "Breaking: Type \"A\" became a type of another kind.")]
    [InlineData("type A { x: Int y: Int }", "type A { x: Int }", "Breaking: Field \"A.y\" was removed.")]
    [InlineData("type A { x: Int }", "type A { x: Int y: Int @deprecated }", "Safe: Field \"A.y\" was added.")]
    [InlineData("type A { x: Int }", "type A { x: Int @deprecated }", "Safe: Field \"A.x\" was deprecated.")]
    [InlineData("type A { x: [Int] }", "type A { x: [Int!]! }", "Safe: Field \"A.x\" changed its type from \"[Int]\" to \"[Int!]!\".")]
    [InlineData("type A { x: Int! }", "type A { x: Int }", "Breaking: Field \"A.x\" changed its type from \"Int!\" to \"Int\".")]
    [InlineData("type A { x(y: Int): Int }", "type A { x: Int }", "Breaking: Argument \"A.x(y:)\" was removed.")]
    [InlineData("type A { x: Int }", "type A { x(y: Int): Int }", "Dangerous: Argument \"A.x(y:)\" was added.")]
    [InlineData("type A { x: Int }", "type A { x(y: Int!): Int }", "Breaking: Required argument \"A.x(y:)\" was added.")]
    [InlineData("type A { x(y: Int! = 1): Int }", "type A { x(y: Int = 2): Int }",
        "Safe: Argument \"A.x(y:)\" changed its type from \"Int!\" to \"Int\".",
        "Dangerous: Argument \"A.x(y:)\" changed its default value from 1 to 2.")]
    [InlineData("input A { x: Int }", "input A { x: Int! }", "Breaking: Input field \"A.x\" changed its type from \"Int\" to \"Int!\".")]
    [InlineData("input A { x: Int }", "input A @oneOf { x: Int }", "Breaking: Input object \"A\" became a oneOf.")]
    [InlineData(
        "enum A { X Y }", "enum A { X Z }", "Breaking: Enum value \"A.Y\" was removed.", "Dangerous: Enum value \"A.Z\" was added.")]
    [InlineData(
        "union A = Query",
        "union A = Query | B type B { x: Int }",
        "Dangerous: Union member \"B\" was added to \"A\".",
        "Safe: Type \"B\" was added.")]
    [InlineData(
        "interface I { x: Int } type A implements I { x: Int }",
        "interface I { x: Int } type A { x: Int }",
        "Breaking: Interface \"I\" was removed from \"A\".")]
    [InlineData(
        "directive @a repeatable on FIELD | QUERY",
        "directive @a on FIELD",
        "Breaking: Directive \"@a\" can no longer be repeated.",
        "Breaking: Directive \"@a\" may no longer be used on QUERY.")]
    [InlineData("directive @a on FIELD", "directive @a(x: Int!) on FIELD", "Breaking: Required argument \"@a(x:)\" was added.")]
    public void A_change_is_as_bad_as_what_it_does_to_clients(string before, string after, params string[] changes) =>
        Assert.Equal(changes, SchemaComparison.Compare(Build(before), Build(after)).Select(change => change.ToString()));

    [Fact]
    public void A_schema_compared_with_itself_has_no_changes() =>
        Assert.Empty(SchemaComparison.Compare(Build("type A { x(y: Int = 1): Int }"), Build("type A { x(y: Int = 1): Int }")));

    static GraphQLSchema Build(string sdl) => SchemaFromSdl.Build("type Query { a: Int b: String c: Boolean } " + sdl);
}
