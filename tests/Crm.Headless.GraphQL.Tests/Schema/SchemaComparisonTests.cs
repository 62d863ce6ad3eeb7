using Crm.Headless.GraphQL.Schema;
using Crm.Headless.GraphQL.Tests.Building;

namespace Crm.Headless.GraphQL.Tests.Schema;

/// <summary>One row for each rule that the tools of the field have, and for each that only this engine needs.</summary>
public sealed class SchemaComparisonTests
{
    [Theory]
    // Types
    [InlineData("type A { x: Int }", "type B { x: Int }", "Breaking: Type \"A\" was removed.", "Safe: Type \"B\" was added.")]
    [InlineData("type A { x: Int }", "scalar A", "Breaking: Type \"A\" was an object and became a scalar.")]
    [InlineData("enum A { X }", "input A { x: Int }", "Breaking: Type \"A\" was an enum and became an input object.")]
    [InlineData("interface A { x: Int }", "union A = Query", "Breaking: Type \"A\" was an interface and became a union.")]
    [InlineData("type A { x: Int }", "\"A.\" type A { x: Int }", "Safe: Type \"A\" got a description.")]
    [InlineData("\"A.\" type A { x: Int }", "type A { x: Int }", "Safe: Type \"A\" lost its description.")]
    [InlineData("\"A.\" enum A { X }", "\"B.\" enum A { X }", "Safe: Type \"A\" changed its description.")]
    [InlineData("interface I { x: Int } type A { x: Int }", "interface I { x: Int } type A implements I { x: Int }", "Dangerous: Interface \"I\" was added to \"A\".")]
    [InlineData("interface I { x: Int } type A implements I { x: Int }", "interface I { x: Int } type A { x: Int }", "Breaking: Interface \"I\" was removed from \"A\".")]
    [InlineData(
        "interface I { x: Int } interface A { x: Int }", "interface I { x: Int } interface A implements I { x: Int }",
        "Dangerous: Interface \"I\" was added to \"A\".")]
    [InlineData("union A = Query", "union A = Query | B type B { x: Int }", "Dangerous: Union member \"B\" was added to \"A\".", "Safe: Type \"B\" was added.")]
    [InlineData("union A = Query | B type B { x: Int }", "union A = Query type B { x: Int }", "Breaking: Union member \"B\" was removed from \"A\".")]
    [InlineData("scalar A", "scalar A @specifiedBy(url: \"https://a.example\")", "Safe: Scalar \"A\" is specified by https://a.example, and was by nothing.")]
    [InlineData(
        "scalar A @specifiedBy(url: \"https://a.example\")", "scalar A @specifiedBy(url: \"https://b.example\")",
        "Dangerous: Scalar \"A\" is specified by https://b.example, and was by https://a.example.")]
    [InlineData("scalar A @specifiedBy(url: \"https://a.example\")", "scalar A", "Dangerous: Scalar \"A\" is specified by nothing, and was by https://a.example.")]
    [InlineData("", "type Mutation { x: Int }", "Safe: The root of mutation operations is Mutation.", "Safe: Type \"Mutation\" was added.")]
    [InlineData("type A { x: Int } schema { query: Query mutation: A }", "type A { x: Int } schema { query: Query }", "Breaking: The root of mutation operations is gone, and was A.")]
    [InlineData("type A { x: Int } schema { query: Query }", "type A { x: Int } schema { query: A }", "Breaking: The root of query operations is A, and was Query.")]
    // Fields
    [InlineData("type A { x: Int y: Int }", "type A { x: Int }", "Breaking: Field \"A.y\" was removed.")]
    [InlineData("type A { x: Int }", "type A { x: Int y: Int @deprecated }", "Safe: Field \"A.y\" was added.")]
    [InlineData("interface A { x: Int }", "interface A { x: Int y: Int }", "Safe: Field \"A.y\" was added.")]
    [InlineData("type A { x: Int }", "type A { x: Int @deprecated }", "Safe: Field \"A.x\" was deprecated.")]
    [InlineData("type A { x: Int @deprecated }", "type A { x: Int }", "Safe: Field \"A.x\" is no longer deprecated.")]
    [InlineData(
        "type A { x: Int @deprecated(reason: \"y\") }", "type A { x: Int @deprecated(reason: \"z\") }",
        "Safe: Field \"A.x\" changed the reason of its deprecation from \"y\" to \"z\".")]
    [InlineData("type A { x: Int }", "type A { \"X.\" x: Int }", "Safe: Field \"A.x\" got a description.")]
    [InlineData("type A { x: [Int] }", "type A { x: [Int!]! }", "Safe: Field \"A.x\" changed its type from \"[Int]\" to \"[Int!]!\".")]
    [InlineData("type A { x: Int! }", "type A { x: Int }", "Breaking: Field \"A.x\" changed its type from \"Int!\" to \"Int\".")]
    [InlineData("type A { x: [Int!] }", "type A { x: [Int] }", "Breaking: Field \"A.x\" changed its type from \"[Int!]\" to \"[Int]\".")]
    [InlineData("type A { x: Int }", "type A { x: [Int] }", "Breaking: Field \"A.x\" changed its type from \"Int\" to \"[Int]\".")]
    [InlineData("type A { x: Int }", "type A { x: Float }", "Breaking: Field \"A.x\" changed its type from \"Int\" to \"Float\".")]
    // Arguments
    [InlineData("type A { x(y: Int): Int }", "type A { x: Int }", "Breaking: Argument \"A.x(y:)\" was removed.")]
    [InlineData("type A { x: Int }", "type A { x(y: Int): Int }", "Dangerous: Argument \"A.x(y:)\" was added.")]
    [InlineData("type A { x: Int }", "type A { x(y: Int!): Int }", "Breaking: Required argument \"A.x(y:)\" was added.")]
    [InlineData("type A { x: Int }", "type A { x(y: Int! = 1): Int }", "Dangerous: Argument \"A.x(y:)\" was added.")]
    [InlineData("type A { x(y: Int): Int }", "type A { x(y: Int!): Int }", "Breaking: Argument \"A.x(y:)\" changed its type from \"Int\" to \"Int!\".")]
    [InlineData("type A { x(y: [Int!]!): Int }", "type A { x(y: [Int]): Int }", "Safe: Argument \"A.x(y:)\" changed its type from \"[Int!]!\" to \"[Int]\".")]
    [InlineData("type A { x(y: Int): Int }", "type A { x(y: [Int]): Int }", "Breaking: Argument \"A.x(y:)\" changed its type from \"Int\" to \"[Int]\".")]
    [InlineData(
        "type A { x(y: Int! = 1): Int }", "type A { x(y: Int = 2): Int }",
        "Safe: Argument \"A.x(y:)\" changed its type from \"Int!\" to \"Int\".", "Dangerous: Argument \"A.x(y:)\" changed its default value from 1 to 2.")]
    [InlineData("type A { x(y: Int! = 1): Int }", "type A { x(y: Int!): Int }", "Breaking: Argument \"A.x(y:)\" changed its default value from 1 to none.")]
    [InlineData("type A { x(y: Int!): Int }", "type A { x(y: Int! = 1): Int }", "Safe: Argument \"A.x(y:)\" changed its default value from none to 1.")]
    [InlineData("type A { x(y: Int = 1): Int }", "type A { x(y: Int): Int }", "Dangerous: Argument \"A.x(y:)\" changed its default value from 1 to none.")]
    [InlineData("type A { x(y: Int): Int }", "type A { x(y: Int = 1): Int }", "Dangerous: Argument \"A.x(y:)\" changed its default value from none to 1.")]
    [InlineData("type A { x(y: Int): Int }", "type A { x(y: Int = null): Int }", "Dangerous: Argument \"A.x(y:)\" changed its default value from none to null.")]
    [InlineData("type A { x(y: Int): Int }", "type A { x(\"Y.\" y: Int): Int }", "Safe: Argument \"A.x(y:)\" got a description.")]
    [InlineData("type A { x(y: Int @deprecated): Int }", "type A { x(y: Int): Int }", "Safe: Argument \"A.x(y:)\" is no longer deprecated.")]
    // Input objects
    [InlineData("input A { x: Int }", "input A { x: Int! }", "Breaking: Input field \"A.x\" changed its type from \"Int\" to \"Int!\".")]
    [InlineData("input A { x: Int! }", "input A { x: Int }", "Safe: Input field \"A.x\" changed its type from \"Int!\" to \"Int\".")]
    [InlineData("input A { x: Int! = 1 }", "input A { x: Int! }", "Breaking: Input field \"A.x\" changed its default value from 1 to none.")]
    [InlineData("input A { x: Int y: Int }", "input A { x: Int }", "Breaking: Input field \"A.y\" was removed.")]
    [InlineData("input A { x: Int }", "input A { x: Int y: Int! }", "Breaking: Required input field \"A.y\" was added.")]
    [InlineData("input A { x: Int }", "input A { x: Int y: Int! = 1 }", "Dangerous: Input field \"A.y\" was added.")]
    [InlineData("input A { x: Int }", "input A { x: Int y: Int }", "Dangerous: Input field \"A.y\" was added.")]
    [InlineData("input A { x: Int }", "input A { x: Int @deprecated }", "Safe: Input field \"A.x\" was deprecated.")]
    [InlineData("input A { \"X.\" x: Int }", "input A { x: Int }", "Safe: Input field \"A.x\" lost its description.")]
    [InlineData("input A { x: Int }", "input A @oneOf { x: Int }", "Breaking: Input object \"A\" became a oneOf.")]
    [InlineData("input A @oneOf { x: Int }", "input A { x: Int }", "Safe: Input object \"A\" is no longer a oneOf.")]
    // Enums
    [InlineData("enum A { X Y }", "enum A { X Z }", "Breaking: Enum value \"A.Y\" was removed.", "Dangerous: Enum value \"A.Z\" was added.")]
    [InlineData("enum A { X }", "enum A { X @deprecated }", "Safe: Enum value \"A.X\" was deprecated.")]
    [InlineData("enum A { X @deprecated }", "enum A { X }", "Safe: Enum value \"A.X\" is no longer deprecated.")]
    [InlineData("enum A { \"X.\" X }", "enum A { \"Y.\" X }", "Safe: Enum value \"A.X\" changed its description.")]
    // Directives
    [InlineData("directive @a on FIELD", "", "Breaking: Directive \"@a\" was removed.")]
    [InlineData("", "directive @a on FIELD", "Safe: Directive \"@a\" was added.")]
    [InlineData("directive @a repeatable on FIELD", "directive @a on FIELD", "Breaking: Directive \"@a\" can no longer be repeated.")]
    [InlineData("directive @a on FIELD", "directive @a repeatable on FIELD", "Safe: Directive \"@a\" may now be repeated.")]
    [InlineData("directive @a on FIELD | QUERY", "directive @a on FIELD", "Breaking: Directive \"@a\" may no longer be used on QUERY.")]
    [InlineData("directive @a on FIELD", "directive @a on FIELD | QUERY", "Safe: Directive \"@a\" may now be used on QUERY.")]
    [InlineData("directive @a on FIELD", "directive @a(x: Int!) on FIELD", "Breaking: Required argument \"@a(x:)\" was added.")]
    [InlineData("directive @a on FIELD", "directive @a(x: Int! = 1) on FIELD", "Safe: Argument \"@a(x:)\" was added.")]
    [InlineData("directive @a(x: Int) on FIELD", "directive @a on FIELD", "Breaking: Argument \"@a(x:)\" was removed.")]
    [InlineData("directive @a(x: Int! = 1) on FIELD", "directive @a(x: Int!) on FIELD", "Breaking: Argument \"@a(x:)\" changed its default value from 1 to none.")]
    [InlineData("directive @a on FIELD", "\"A.\" directive @a on FIELD", "Safe: Directive \"@a\" got a description.")]
    public void A_change_is_as_bad_as_what_it_does_to_clients(string before, string after, params string[] changes) =>
        Assert.Equal(changes, SchemaComparison.Compare(Build(before), Build(after)).Select(change => change.ToString()));

    [Theory]
    [InlineData("type A { x(y: Int = 1): Int }", "type A { x(y: Int = 1): Int }")]
    [InlineData("input B { m: Int n: String } type A { x(y: B = { m: 1, n: \"\"\"o\"\"\" }): Int }", "input B { m: Int n: String } type A { x(y: B = { n: \"o\", m: 1 }): Int }")]
    [InlineData("type A { x: Int y: Int } enum B { X Y }", "enum B { Y X } type A { y: Int x: Int }")]
    public void What_only_is_written_otherwise_is_no_change(string before, string after) => Assert.Empty(SchemaComparison.Compare(Build(before), Build(after)));

    static class Before
    {
        public sealed record Shop(
            string Plain, [Authorize("a")] string A, [Authorize("a")] string Open, [PersonalData] string Told, string Cheap,
            [Cost(9)] string Dear, [ListSize(5)] IReadOnlyList<string> Tags);

        [QueryType, AllowAnonymous]
        public static class Queries
        {
            public static Shop? GetShop(string? text) => text is null ? null : null;
        }
    }

    static class After
    {
        public sealed record Shop(
            [PersonalData] string Plain, [Authorize("b")] string A, string Open, string Told, [Cost(2.5)] string Cheap,
            string Dear, [ListSize(50)] IReadOnlyList<string> Tags);

        [QueryType, AllowAnonymous]
        public static class Queries
        {
            public static Shop? GetShop([PersonalData] string? text) => text is null ? null : null;
        }
    }

    [Fact]
    public void Who_may_use_it_and_what_it_costs_are_parts_of_the_contract() => Assert.Equal(
        [
            "Breaking: Field \"Shop.plain\" became personal data.",
            "Breaking: Field \"Shop.a\" needs the scope \"b\", and not \"a\".",
            "Safe: Field \"Shop.open\" needs no scope of its own any more, and not \"a\".",
            "Safe: Field \"Shop.told\" is no longer personal data.",
            "Dangerous: Field \"Shop.cheap\" changed its cost from 1 to 2.5.",
            "Safe: Field \"Shop.dear\" changed its cost from 9 to 1.",
            "Dangerous: Field \"Shop.tags\" changed its list size from 5 to 50.",
            "Breaking: Argument \"Query.shop(text:)\" became personal data.",
        ],
        SchemaComparison.Compare(Schemas.Of(typeof(Before.Queries)), Schemas.Of(typeof(After.Queries))).Select(change => change.ToString()).OrderBy(text => text.Contains("Query")));

    [Theory]
    [InlineData(true, "Breaking: Field \"Query.x\" is no longer there for members.")]
    [InlineData(false, "Safe: Field \"Query.x\" is there for members now.")]
    public void Members_lose_what_is_not_theirs_any_more(bool before, string change) =>
        Assert.Equal([change], SchemaComparison.Compare(ForMembers(before), ForMembers(!before)).Select(found => found.ToString()));

    static GraphQLSchema ForMembers(bool allows)
    {
        var query = new ObjectType("Query") { Fields = new FieldMap<Field>([new Field("x", BuiltInScalars.Int) { AllowsMembers = allows }], field => field.Name) };
        return new([query], [], query, null, null);
    }

    static GraphQLSchema Build(string sdl) => SchemaFromSdl.Build("type Query { a: Int b: String c: Boolean } " + sdl);
}
