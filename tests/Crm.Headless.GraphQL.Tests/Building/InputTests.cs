using System.Text.Json;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Building;

public sealed class InputTests
{
    public enum Size { Small, ExtraLarge }

    /// <summary>Something ordered.</summary>
    public sealed record Order(string Product, [DefaultValue(Size.ExtraLarge)] Size Size, int Count = 2, [ID<Crm.Contact>] Guid? For = null)
    {
        public IReadOnlyList<DateOnly> Days { get; init; } = [];
        public Optional<Note?> Note { get; init; }
        public Optional<short> Priority { get; init; }
        public decimal? Price { get; init; }
        public JsonElement? Anything { get; init; }
    }

    public sealed record Note(string Text);

    [OneOf]
    public sealed record ByInput(Guid? Id, string? Code);

    [QueryType]
    public static class Queries
    {
        public static string GetOrder(Order order) =>
            $"{order.Product} {order.Size} {order.Count} {order.For} {string.Join('+', order.Days.Select(day => day.DayNumber))} "
            + $"{(order.Note.HasValue ? order.Note.Value?.Text ?? "null" : "absent")} {order.Priority.Or(7)} {order.Price} {order.Anything}";

        public static string GetBy(ByInput by) => by.Id?.ToString() ?? by.Code!;

        public static string GetMany(int[] numbers, List<Size>? sizes, byte tiny = 1, bool? flag = true) =>
            $"{numbers.Sum()} {sizes?.Count} {tiny} {flag}";
    }

    readonly GraphQLSchema _schema = Schemas.Of(typeof(Queries));

    [Fact]
    public void A_record_is_an_input_type_called_Input() => Assert.Equal(
        [
            "product: String!", "size: Size!", "count: Int!", "for: ID", "days: [LocalDate!]!", "note: NoteInput", "priority: Int",
            "price: Decimal", "anything: Any",
        ],
        ((InputObjectType)_schema.Types["OrderInput"]).Fields.Values.Select(field => $"{field.Name}: {field.Type}"));

    [Theory]
    [InlineData("""product: "tea", days: []""", "tea ExtraLarge 2   absent 7  ")]
    [InlineData("""product: "tea", days: ["0001-01-02"], size: SMALL, count: 5, note: null, priority: 3, price: 1.50""", "tea Small 5  1 null 3 1.50 ")]
    [InlineData("""product: "tea", days: [], note: { text: "hot" }, anything: [1.10, { a: B }]""", "tea ExtraLarge 2   hot 7  [1.10,{\"a\":\"B\"}]")]
    public async Task An_input_is_made_through_its_constructor_and_setters(string fields, string order) =>
        Assert.Equal(order, await Value($"order(order: {{ {fields} }})"));

    [Theory]
    [InlineData("""order(order: { product: "tea", days: [], priority: 70000 })""", "70000 is out of range.")]
    [InlineData("""order(order: { product: "tea", days: [], priority: null })""", "It can be left out, but not be null.")]
    [InlineData("""order(order: { product: "tea", days: [], for: "x" })""", "is no id of this API")]
    [InlineData("""by(by: { code: "a", id: null })""", "OneOf")]
    [InlineData("""many(numbers: [1], tiny: 256)""", "256 is out of range.")]
    public async Task What_does_not_fit_is_refused(string field, string message) => Assert.Contains(message, await Refusal(field));

    [Theory]
    [InlineData("""by(by: { code: "a" })""", "a")]
    [InlineData("""many(numbers: [1, 2])""", "3  1 True")]
    [InlineData("""many(numbers: 4, sizes: [SMALL], tiny: 2, flag: null)""", "4 1 2 ")]
    public async Task Lists_one_ofs_and_defaults_arrive(string field, string value) => Assert.Equal(value, await Value(field));

    async Task<string?> Value(string field)
    {
        using var json = JsonDocument.Parse(await _schema.AnswerAsync($"{{ value: {field} }}"));
        return json.RootElement.GetProperty("data").GetProperty("value").GetString();
    }

    async Task<string> Refusal(string field)
    {
        try
        {
            return await _schema.AnswerAsync($"{{ value: {field} }}");
        }
        catch (GraphQLException refusal)
        {
            return refusal.Message;
        }
    }
}
