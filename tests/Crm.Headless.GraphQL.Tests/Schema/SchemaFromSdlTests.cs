using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Schema;

public sealed class SchemaFromSdlTests
{
    [Fact]
    public void Types_are_merged_with_their_extensions()
    {
        var schema = SchemaFromSdl.Build("""
            type Query { a: A } type A { x: Int } enum E { X } union U = A input I { x: Int } interface F { x: Int }
            extend type A implements F { y: E } extend enum E { Y } extend union U = Query extend input I @oneOf extend scalar S
              @specifiedBy(url: "https://example.org/s")
            scalar S
            """);
        var type = (ObjectType)schema.Types["A"];
        Assert.Equal(["x", "y"], type.Fields.Keys);
        Assert.Equal(["F"], type.Interfaces.Select(face => face.Name));
        Assert.Equal(["X", "Y"], ((EnumType)schema.Types["E"]).Values.Keys);
        Assert.Equal(["A", "Query"], ((UnionType)schema.Types["U"]).Types.Select(member => member.Name));
        Assert.True(((InputObjectType)schema.Types["I"]).IsOneOf);
        Assert.Equal("https://example.org/s", ((ScalarType)schema.Types["S"]).SpecifiedBy?.OriginalString);
    }

    [Fact]
    public void Roots_have_their_default_names_or_those_of_the_schema_definition()
    {
        Assert.Equal("Mutation", SchemaFromSdl.Build("type Query { a: Int } type Mutation { a: Int }").Mutation?.Name);
        var named = SchemaFromSdl.Build("""
            "Ours." schema { query: Q } type Q { a: Int } type Mutation { a: Int } extend schema { subscription: S } type S { a: Int }
            """);
        Assert.Equal(("Q", null, "S", "Ours."), (named.Query?.Name, named.Mutation?.Name, named.Subscription?.Name, named.Description));
    }

    [Fact]
    public void A_schema_contains_the_built_in_types_that_it_uses()
    {
        var schema = SchemaFromSdl.Build("type Query { a(x: Float): Int }");
        Assert.Equal(["Query", "Int", "Float", "String", "Boolean"], schema.Types.Keys.Take(5));
        Assert.Contains("__Directive", schema.Types.Keys);
        Assert.DoesNotContain("ID", schema.Types.Keys);
        Assert.Equal(["include", "skip", "deprecated", "specifiedBy", "oneOf"], schema.Directives.Keys);
    }

    [Fact]
    public void Deprecations_have_a_reason_or_the_usual_one()
    {
        var query = SchemaFromSdl.Build("""type Query { a: Int @deprecated b(x: Int @deprecated(reason: "Too old.")): Int }""").Query!;
        Assert.Equal("No longer supported", query.Fields["a"].DeprecationReason);
        Assert.Equal("Too old.", query.Fields["b"].Arguments["x"].DeprecationReason);
    }

    [Theory]
    [InlineData("type Query { a: Weekday }", "Unknown type \"Weekday\".")]
    [InlineData("type Query { a: Int a: Int }", "Field \"Query.a\" can only be defined once.")]
    [InlineData("schema { query: E } enum E { A }", "Query root type must be an object type, it cannot be \"E\".")]
    [InlineData(
        "type Query implements E { a: Int } enum E { A }", "Type \"Query\" can only implement interfaces, it cannot implement \"E\".")]
    [InlineData("type Query { a: U } union U = E enum E { A }", "Type \"U\" can only include object types, it cannot include \"E\".")]
    [InlineData("type Query { a: Int @deprecated(reason: 1) }", "String cannot represent a non string value: 1")]
    public void What_cannot_be_built_is_refused_with_its_place(string sdl, string message)
    {
        var error = Assert.Single(Assert.Throws<GraphQLException>(() => SchemaFromSdl.Build(sdl)).Errors);
        Assert.Equal(message, error.Message);
        Assert.NotEmpty(error.Locations);
    }

    [Fact]
    public void An_unchecked_schema_takes_what_it_can_get()
    {
        var schema = SchemaFromSdl.BuildUnchecked("type A implements B { a: Int a: String } type B");
        Assert.Null(schema.Query);
        Assert.Equal("String", ((ObjectType)schema.Types["A"]).Fields["a"].Type.ToString());
        Assert.Throws<GraphQLException>(() => SchemaFromSdl.BuildUnchecked("type A { a: Nothing }"));
    }

    [Fact]
    public void The_built_in_scalars_may_be_written_down() =>
        Assert.Same(BuiltInScalars.Int, SchemaFromSdl.Build("scalar Int type Query { a: Int }").Query!.Fields["a"].Type);

    [Fact]
    public void Every_syntax_node_stays_with_its_type() =>
        Assert.IsType<ObjectTypeDefinitionNode>(SchemaFromSdl.Build("type Query { a: Int }").Types["Query"].Syntax);
}
