using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Schema;

public sealed class SchemaValidationTests
{
    const string Query = "type Query { a: Int } ";

    [Theory]
    [InlineData("type A { a: Int }", "Query root type must be provided.")]
    [InlineData(
        "schema { query: A mutation: A } type A { a: Int }", "All root types must be different, \"A\" is used for Query and Mutation.")]
    [InlineData(Query + "type __A { a: Int }", "Type \"__A\" must not begin with \"__\"")]
    [InlineData(Query + "type A { __a: Int }", "Field \"A.__a\" must not begin with \"__\"")]
    [InlineData(Query + "directive @__d on FIELD", "Directive \"@__d\" must not begin with \"__\"")]
    public void Roots_and_names(string sdl, string message) => Refused(sdl, message);

    [Theory]
    [InlineData(Query + "type A", "Type \"A\" must define one or more fields.")]
    [InlineData(Query + "interface A", "Type \"A\" must define one or more fields.")]
    [InlineData(Query + "union A", "Union \"A\" must define one or more member types.")]
    [InlineData(Query + "union A = Query | Query", "Union \"A\" can only include the type \"Query\" once.")]
    [InlineData(Query + "enum A", "Enum \"A\" must define one or more values.")]
    [InlineData(Query + "input A", "Input object \"A\" must define one or more fields.")]
    public void Members(string sdl, string message) => Refused(sdl, message);

    [Theory]
    [InlineData(Query + "type A { b: I } input I { a: Int }", "Field \"A.b\" must return an output type, but \"I\" is an input type.")]
    [InlineData(Query + "type A { b(c: Query): Int }", "Argument \"A.b(c:)\" must have an input type, but \"Query\" is an output type.")]
    [InlineData(Query + "input A { b: Query }", "Input field \"A.b\" must have an input type, but \"Query\" is an output type.")]
    [InlineData(Query + "type A { b(c: Int! @deprecated): Int }", "Argument \"A.b(c:)\" is required and cannot be deprecated.")]
    [InlineData(Query + "input A { b: Int! @deprecated }", "Input field \"A.b\" is required and cannot be deprecated.")]
    [InlineData(Query + "directive @d(a: Int = \"1\") on FIELD", "Argument \"@d(a:)\" has an invalid default value: Int cannot represent")]
    [InlineData(
        Query + "input A { b: [Int!] = [null] }",
        "Input field \"A.b\" has an invalid default value: Expected value of type \"Int!\", found null.")]
    public void Fields_and_arguments(string sdl, string message) => Refused(sdl, message);

    [Theory]
    [InlineData("type A implements F & F { x: Int }", "Type \"A\" can only implement \"F\" once.")]
    [InlineData("interface A implements A { x: Int }", "Type \"A\" cannot implement itself")]
    [InlineData(
        "interface A implements B { x: Int } interface B implements A { x: Int }",
        "Type \"A\" cannot implement \"B\" because it would create a circular reference.")]
    [InlineData(
        "interface G implements F { x: Int } type A implements G { x: Int }",
        "Type \"A\" must implement \"F\" because it is implemented by \"G\".")]
    [InlineData("type A implements F { y: Int }", "Type \"A\" must define the field \"x\" because \"F\" does.")]
    [InlineData("type A implements F { x: String }", "Field \"A.x\" is of type \"String\", but \"F.x\" promises \"Int\".")]
    [InlineData("type A implements F { x(z: Int!): Int }", "Field \"A.x\": its argument \"z\" must not be required")]
    [InlineData("interface G { x(z: Int): Int } type A implements G { x: Int }", "Field \"A.x\" must have the argument \"z\"")]
    [InlineData(
        "interface G { x(z: Int): Int } type A implements G { x(z: Int!): Int }",
        "Field \"A.x\": its argument \"z\" is of type \"Int!\", but \"G.x\" promises \"Int\".")]
    [InlineData("type A implements F { x: Int @deprecated }", "Field \"A.x\" is deprecated, but \"F.x\" is not.")]
    public void Interfaces(string sdl, string message) => Refused(Query + "interface F { x: Int } " + sdl, message);

    [Fact]
    public void An_implementation_may_be_stricter_than_its_interface() => SchemaFromSdl.Build("""
        type Query { a: Int }
        interface Node { id: ID }
        interface Tree implements Node { id: ID parent: Node children: [Node] name: String @deprecated }
        type Leaf implements Tree & Node { id: ID! parent: Tree children(first: Int = 1): [Leaf!]! name: String @deprecated }
        """);

    [Theory]
    [InlineData("input A { a: A! }", "Input object \"A\" references itself through the non-null fields A.a")]
    [InlineData("input A { b: B! } input B { a: A! }", "Input object \"A\" references itself through the non-null fields A.b, B.a")]
    [InlineData("input A { a: A = {} }", "Invalid circular reference: the default value of the input field \"A.a\" contains itself.")]
    [InlineData(
        "input A { b: B = {} } input B { a: A = {} }", "the default value of the input field \"A.b\" contains itself through \"B.a\".")]
    [InlineData("input A @oneOf { a: Int! }", "OneOf input field \"A.a\" must be nullable.")]
    [InlineData("input A @oneOf { a: Int = 1 }", "OneOf input field \"A.a\" cannot have a default value.")]
    public void Input_objects(string sdl, string message) => Refused(Query + sdl, message);

    [Fact]
    public void An_input_object_may_contain_itself_where_it_can_end() =>
        SchemaFromSdl.Build(Query + "input A { a: A list: [A!]! b: B! = {a: null} } input B { a: A }");

    [Theory]
    [InlineData("directive @a(x: Int @a) on ARGUMENT_DEFINITION")]
    [InlineData("directive @a(x: I) on INPUT_FIELD_DEFINITION input I { x: Int @a }")]
    [InlineData("directive @a(x: Int @b) on ARGUMENT_DEFINITION directive @b(x: E) on ARGUMENT_DEFINITION enum E { X } "
        + "extend enum E @c directive @c(x: Int @a) on ENUM")]
    public void A_directive_that_reaches_itself_is_refused(string sdl) =>
        Refused(Query + sdl, "Directive \"@a\" must not refer to itself");

    [Fact]
    public void The_plugin_that_brought_an_element_is_named()
    {
        var owner = new Owner("acme.loyalty", "1.2");
        var type = new ObjectType("LoyaltyAccount") { Owner = owner };
        var query = new ObjectType("Query")
        {
            Fields = new FieldMap<Field>(
                [new Field("loyalty", new InputObjectType("LoyaltyInput")) { Owner = owner }], field => field.Name),
        };
        var errors = SchemaValidation.Validate(new GraphQLSchema([query, type], [], query, null, null));
        Assert.Equal(
        [
            "Field \"Query.loyalty\" of plugin \"acme.loyalty\" 1.2 must return an output type, but \"LoyaltyInput\" is an input type. "
                + "Return a scalar, enum, object, interface or union.",
            "Type \"LoyaltyAccount\" of plugin \"acme.loyalty\" 1.2 must define one or more fields.",
        ], errors.Select(error => error.Message));
    }

    static void Refused(string sdl, string message)
    {
        var errors = Assert.Throws<GraphQLException>(() => SchemaFromSdl.Build(sdl)).Errors;
        Assert.Contains(errors, error => error.Message.Contains(message, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.NotNull(error.Code));
    }
}
