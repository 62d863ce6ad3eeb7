using System.Text;
using System.Text.Json;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Scalars;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Building;

public sealed class ScalarTests
{
    [Theory]
    [InlineData("UUID", "\"0198c5f0-7d4e-7c3a-9b1e-2f6a8d0c4e5b\"", "\"0198c5f0-7d4e-7c3a-9b1e-2f6a8d0c4e5b\"")]
    [InlineData("DateTime", "\"2026-03-01T09:30:00Z\"", "\"2026-03-01T09:30:00Z\"")]
    [InlineData("DateTime", "\"2026-03-01t09:30:00.1234567+08:00\"", "\"2026-03-01T01:30:00.123456Z\"")]
    [InlineData("DateTime", "\"2026-03-01T00:00:00.120000000000-01:30\"", "\"2026-03-01T01:30:00.12Z\"")]
    [InlineData("LocalDate", "\"2024-02-29\"", "\"2024-02-29\"")]
    [InlineData("LocalTime", "\"09:30:00.500\"", "\"09:30:00.5\"")]
    [InlineData("Duration", "\"P1DT2H30M\"", "\"P1DT2H30M\"")]
    [InlineData("Duration", "\"P2W\"", "\"P14D\"")]
    [InlineData("Duration", "\"-PT0.5S\"", "\"-PT0.5S\"")]
    [InlineData("Decimal", "12.50", "12.50")]
    [InlineData("Decimal", "-0.0000000000000000000000000001", "-0.0000000000000000000000000001")]
    [InlineData("Decimal", "1234567890123456789012345678", "1234567890123456789012345678")]
    [InlineData("Decimal", "1e3", "1000")]
    [InlineData("Long", "9223372036854775807", "9223372036854775807")]
    [InlineData("URI", "\"https://example.com/a?b=c\"", "\"https://example.com/a?b=c\"")]
    [InlineData("Any", "[1.10,{\"a\":null}]", "[1.10,{\"a\":null}]")]
    [InlineData("EmailAddress", "\"Ada@Example.com\"", "\"Ada@Example.com\"")]
    [InlineData("PhoneNumber", "\"+86 (138) 0013-8000\"", "\"+86 (138) 0013-8000\"")]
    public void A_value_comes_back_as_it_was_given(string scalar, string given, string written)
    {
        var type = new ScalarSet()[scalar];
        using var json = JsonDocument.Parse(given);
        Assert.Equal(written, Write(type, type.ParseJson(json.RootElement)!));
        if (json.RootElement.ValueKind is JsonValueKind.String)
            Assert.Equal(written, Write(type, type.ParseLiteral(new StringValueNode(json.RootElement.GetString()!))!));
    }

    [Theory]
    [InlineData("UUID", "\"0198c5f07d4e7c3a9b1e2f6a8d0c4e5b\"")]
    [InlineData("UUID", "1")]
    [InlineData("DateTime", "\"2026-03-01T09:30:00\"")]
    [InlineData("DateTime", "\"2026-02-29T09:30:00Z\"")]
    [InlineData("DateTime", "\"2026-03-01 09:30:00Z\"")]
    [InlineData("LocalDate", "\"2026-02-29\"")]
    [InlineData("LocalDate", "\"01.02.2026\"")]
    [InlineData("LocalTime", "\"24:00:00\"")]
    [InlineData("Duration", "\"P1Y\"")]
    [InlineData("Duration", "\"P\"")]
    [InlineData("Duration", "\"PT\"")]
    [InlineData("Duration", "\"P99999999999D\"")]
    [InlineData("Decimal", "\"12.50\"")]
    [InlineData("Decimal", "12345678901234567890.1234567890")]
    [InlineData("Decimal", "1e-29")]
    [InlineData("Decimal", "1e400")]
    [InlineData("Decimal", "1e-2147483648")]
    [InlineData("Decimal", "1e-99999999999")]
    [InlineData("Long", "9223372036854775808")]
    [InlineData("Long", "1.5")]
    [InlineData("URI", "\"not an address\"")]
    [InlineData("URI", "\"\"")]
    [InlineData("EmailAddress", "\"ada\"")]
    [InlineData("EmailAddress", "\"ada@\"")]
    [InlineData("EmailAddress", "\"ada @example.com\"")]
    [InlineData("EmailAddress", "\"ada@@example.com\"")]
    [InlineData("PhoneNumber", "\"call me\"")]
    [InlineData("PhoneNumber", "\"+-()\"")]
    public void What_is_no_value_is_refused_and_shown(string scalar, string given)
    {
        using var json = JsonDocument.Parse(given);
        var refusal = Assert.Throws<CoercionException>(() => new ScalarSet()[scalar].ParseJson(json.RootElement));
        Assert.StartsWith($"{given} is no {scalar}: expected ", refusal.Message);
    }

    [Fact]
    public void A_literal_of_any_JSON_nests_as_deep_as_JSON_may()
    {
        var any = new ScalarSet()["Any"];
        Assert.Equal(Nested(64), Write(any, any.ParseLiteral(GraphQLParser.ParseValue(Nested(64)))!));
        Assert.Equal(
            "Any cannot represent a value that nests deeper than 64 levels.",
            Assert.Throws<CoercionException>(() => any.ParseLiteral(GraphQLParser.ParseValue(Nested(65)))).Message);

        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
    }

    [Fact]
    public void A_time_without_a_kind_is_UTC() => Assert.Equal(
        "\"2026-03-01T09:30:00Z\"", Write(new ScalarSet()["DateTime"], new DateTime(2026, 3, 1, 9, 30, 0)));

    [Theory]
    [InlineData("李雷@例子.中国")]
    [InlineData("a.b+c@sub.example.co.uk")]
    public void An_email_address_may_be_of_any_script(string address) =>
        Assert.Equal(address, new ScalarSet()["EmailAddress"].ParseLiteral(new StringValueNode(address)));

    static string Write(ScalarType type, object value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            type.Write(writer, value);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
