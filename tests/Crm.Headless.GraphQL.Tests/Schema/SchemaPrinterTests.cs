using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Schema;

public sealed class SchemaPrinterTests
{
    const string Sdl = """"
        """What the members see."""
        schema {
          query: Members
        }

        """Traced."""
        directive @trace(id: Int! = 1) repeatable on FIELD | QUERY

        type Members implements Named {
          """
          Their name,
          as they write it.
          """
          name(
            """Of so many letters."""
            max: Int = 10
          ): String!
          nick: String @deprecated
          age: Int @deprecated(reason: "Ask for the \"birthday\".")
        }

        interface Named {
          name(max: Int): String
        }

        union Found = Members

        enum Mood {
          HAPPY
          """Not so."""
          SAD @deprecated
        }

        input Key @oneOf {
          id: ID
          email: [String!]
        }

        scalar Date @specifiedBy(url: "https://example.org/date")

        """";

    [Fact]
    public void A_schema_prints_as_it_was_written() =>
        Assert.Equal(Sdl, SchemaPrinter.Print(SchemaFromSdl.BuildUnchecked(Sdl)));

    [Fact]
    public void Names_can_be_sorted() =>
        Assert.Equal("enum A {\n  X\n  Y\n}\n\ntype Query {\n  a: A\n  b(c: Int, d: Int): A\n}\n",
            SchemaPrinter.Print(SchemaFromSdl.Build("type Query { b(d: Int, c: Int): A a: A } enum A { Y X }"), sorted: true));

    [Fact]
    public void The_schema_definition_is_left_out_where_it_says_nothing() =>
        Assert.Equal("type Query {\n  a: Int\n}\n",
            SchemaPrinter.Print(SchemaFromSdl.Build("schema { query: Query } type Query { a: Int }")));

    [Fact]
    public void It_is_kept_where_a_type_would_be_taken_for_a_root() =>
        Assert.StartsWith("schema {\n  query: Query\n}\n",
            SchemaPrinter.Print(SchemaFromSdl.Build("schema { query: Query } type Query { a: Mutation } type Mutation { a: Int }")));

    [Fact]
    public void A_text_that_no_block_string_can_hold_is_quoted() =>
        Assert.Equal("\" \\n\"\nscalar A",
            SchemaPrinter.Print(new ScalarType("A") { Description = " \n" }));
}
