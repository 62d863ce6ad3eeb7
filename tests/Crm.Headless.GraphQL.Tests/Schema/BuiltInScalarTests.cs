using System.Text;
using System.Text.Json;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Schema;

public sealed class BuiltInScalarTests
{
    [Theory]
    [InlineData("Int", "-2147483648", -2147483648)]
    [InlineData("Float", "1", 1.0)]
    [InlineData("Float", "1.5e3", 1500.0)]
    [InlineData("String", "\"a\"", "a")]
    [InlineData("Boolean", "true", true)]
    [InlineData("ID", "12345678901234567890", "12345678901234567890")]
    [InlineData("ID", "\"a\"", "a")]
    public void Literals_become_values(string scalar, string literal, object value) =>
        Assert.Equal(value, BuiltInScalars.All[scalar].ParseLiteral(GraphQLParser.ParseValue(literal)));

    [Theory]
    [InlineData("Int", "1.0")]
    [InlineData("Int", "2147483648")]
    [InlineData("Float", "1e999")]
    [InlineData("Float", "\"1\"")]
    [InlineData("String", "1")]
    [InlineData("String", "NAME")]
    [InlineData("Boolean", "1")]
    [InlineData("ID", "1.5")]
    [InlineData("ID", "true")]
    public void Literals_of_another_kind_are_refused(string scalar, string literal) =>
        Assert.Throws<CoercionException>(() => BuiltInScalars.All[scalar].ParseLiteral(GraphQLParser.ParseValue(literal)));

    [Theory]
    [InlineData("Int", "1.0", 1)]
    [InlineData("Int", "2e3", 2000)]
    [InlineData("Float", "3", 3.0)]
    [InlineData("ID", "7", "7")]
    public void Json_numbers_become_values(string scalar, string json, object value) =>
        Assert.Equal(value, BuiltInScalars.All[scalar].ParseJson(JsonDocument.Parse(json).RootElement));

    [Theory]
    [InlineData("Int", "1.5")]
    [InlineData("Int", "3000000000")]
    [InlineData("Int", "\"1\"")]
    [InlineData("Float", "\"1\"")]
    [InlineData("String", "1")]
    [InlineData("Boolean", "\"true\"")]
    [InlineData("ID", "1.5")]
    public void Json_of_another_kind_is_refused(string scalar, string json) =>
        Assert.Throws<CoercionException>(() => BuiltInScalars.All[scalar].ParseJson(JsonDocument.Parse(json).RootElement));

    [Theory]
    [InlineData("Int", 5L, "5")]
    [InlineData("Int", 5.0, "5")]
    [InlineData("Int", "12", "12")]
    [InlineData("Int", true, "1")]
    [InlineData("Float", 1.5f, "1.5")]
    [InlineData("Float", 7, "7")]
    [InlineData("String", 1.5, "\"1.5\"")]
    [InlineData("String", true, "\"true\"")]
    [InlineData("Boolean", 0, "false")]
    [InlineData("ID", 5L, "\"5\"")]
    public void Results_are_represented_where_nothing_is_lost(string scalar, object value, string json) =>
        Assert.Equal(json, Written(BuiltInScalars.All[scalar], value));

    [Theory]
    [InlineData("Int", 1.5)]
    [InlineData("Int", 3000000000L)]
    [InlineData("Int", "a")]
    [InlineData("Float", double.NaN)]
    [InlineData("Float", "")]
    [InlineData("Boolean", "true")]
    [InlineData("ID", true)]
    public void Other_results_are_refused(string scalar, object value) =>
        Assert.Throws<CoercionException>(() => Written(BuiltInScalars.All[scalar], value));

    [Fact]
    public void A_gigantic_value_does_not_come_back_in_full() =>
        Assert.True(Assert.Throws<CoercionException>(() =>
            BuiltInScalars.Int.ParseLiteral(new StringValueNode(new string('x', 100_000)))).Message.Length < 200);

    static string Written(ScalarType scalar, object value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) scalar.Write(writer, value);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
