namespace Crm.Headless.GraphQL.Tests.Building;

public sealed class ResolverTests
{
    readonly MemoryRunner _runner = new(Crm.Rows);

    [Fact]
    public async Task A_computed_field_takes_its_parent_and_arguments() => Assert.Equal(
        """{"data":{"contact":{"shout":"ADA","greeting":"Hello Ada","bye":"Bye Ada"}}}""",
        await Contact("""shout greeting bye: greeting(word: "Bye")"""));

    [Fact]
    public async Task A_batch_resolver_returns_a_list_in_the_order_of_its_parents() =>
        Assert.Equal("""{"data":{"contact":{"nameLength":3}}}""", await Contact("nameLength"));

    [Fact]
    public async Task A_batch_resolver_returns_a_dictionary_by_key_and_an_absent_key_is_null() => Assert.Equal(
        """{"data":{"contacts":{"nodes":[{"nickname":"first of 3"},{"nickname":null},{"nickname":null}]}}}""",
        await Answer("{ contacts(order: [{ name: ASC }]) { nodes { nickname } } }"));

    [Fact]
    public async Task A_batch_resolver_returns_a_lookup_and_an_absent_key_is_an_empty_list() => Assert.Equal(
        """{"data":{"contacts":{"nodes":[{"tags":["vip"]},{"tags":[]},{"tags":[]}]}}}""",
        await Answer("{ contacts(order: [{ name: ASC }]) { nodes { tags } } }"));

    [QueryType]
    public sealed class Greetings(Greeter greeter)
    {
        public string GetHello(string name) => greeter.Greet(name);

        public async ValueTask<string> GetLateAsync(Greeter other, string? name, CancellationToken ct)
        {
            await Task.Delay(0, ct);
            return other.Greet(name ?? "nobody");
        }

        public static Connection<Word> GetWords(PageArguments page) => new(
            [new(new("one"), "1"), new(new("two"), "2")], new(true, page.After is not null, "1", "2"), page.First);

        public static string GetBroken() => throw new InvalidOperationException("secret");
    }

    public sealed record Word(string Text);

    public sealed class Greeter
    {
        public string Greet(string name) => $"Hello {name}";
    }

    [Fact]
    public async Task A_class_with_a_constructor_is_made_for_the_request_with_its_services() => Assert.Equal(
        """{"data":{"hello":"Hello Ada","late":"Hello nobody"}}""",
        await Schemas.Of(typeof(Greetings)).AnswerAsync("""{ hello(name: "Ada") late }""", "{}", new Greeter()));

    [Fact]
    public async Task A_resolver_can_page_by_itself() => Assert.Equal(
        """{"data":{"words":{"nodes":[{"text":"one"},{"text":"two"}],"pageInfo":{"hasNextPage":true,"hasPreviousPage":true,"endCursor":"2"},"totalCount":7}}}""",
        await Schemas.Of(typeof(Greetings)).AnswerAsync(
            """{ words(first: 7, after: "0") { nodes { text } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } }""", "{}", new Greeter()));

    [Fact]
    public async Task What_a_resolver_throws_is_not_shown() => Assert.DoesNotContain(
        "secret", await Schemas.Of(typeof(Greetings)).AnswerAsync("{ broken }", "{}", new Greeter()));

    Task<string> Contact(string fields) =>
        Answer($$"""query($id: ID!) { contact(id: $id) { {{fields}} } }""", $$"""{"id":"{{GlobalId.Format("Contact", Crm.Id(1))}}"}""");

    Task<string> Answer(string document, string variables = "{}") => Crm.Schema.AnswerAsync(document, variables, _runner);
}
