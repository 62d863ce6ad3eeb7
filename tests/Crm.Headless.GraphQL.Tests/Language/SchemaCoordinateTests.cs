using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.GraphQL.Tests.Validation;

namespace Crm.Headless.GraphQL.Tests.Language;

public sealed class SchemaCoordinateTests
{
    [Theory]
    [InlineData("Person")]
    [InlineData("Person.name")]
    [InlineData("Person.name(short:)")]
    [InlineData("@trace")]
    [InlineData("@trace(id:)")]
    public void A_coordinate_reads_as_it_prints(string text)
    {
        var coordinate = SchemaCoordinate.Parse(text);
        Assert.Equal(text, coordinate.ToString());
        Assert.NotNull(Rule.Schema.Resolve(coordinate));
    }

    [Theory]
    [InlineData("Key.id", typeof(InputValue))]
    [InlineData("Mood.SAD", typeof(EnumValue))]
    [InlineData("Party.name", typeof(Field))]
    [InlineData("Found", typeof(UnionType))]
    public void It_finds_elements_of_every_kind(string text, Type kind) =>
        Assert.IsType(kind, Rule.Schema.Resolve(SchemaCoordinate.Parse(text)));

    [Theory]
    [InlineData("Person.age")]
    [InlineData("Person.name(long:)")]
    [InlineData("Nobody.name")]
    [InlineData("@nothing(id:)")]
    public void It_finds_nothing_that_the_schema_lacks(string text) =>
        Assert.Null(Rule.Schema.Resolve(SchemaCoordinate.Parse(text)));

    [Theory]
    [InlineData("", "Expected Name, found <EOF>.")]
    [InlineData("Person .name", "Expected <EOF>, found \" \".")]
    [InlineData("Person.name(short)", "Expected \":\", found \")\".")]
    [InlineData("Person(short:)", "Expected <EOF>, found \"(\".")]
    [InlineData("@a.b", "Expected <EOF>, found \".\".")]
    [InlineData("1a", "Expected Name, found \"1\".")]
    public void What_is_no_coordinate_is_refused(string text, string message) =>
        Assert.Equal("Syntax Error: " + message, Assert.Throws<GraphQLException>(() => SchemaCoordinate.Parse(text)).Message);
}
