using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Building;

public sealed class MutationTests
{
    [Fact]
    public void A_mutation_takes_one_input_and_answers_a_payload()
    {
        var field = Crm.Schema.Field("Mutation.createContact");
        Assert.Equal("CreateContactPayload!", field.Type.ToString());
        Assert.Equal("CreateContactInput!", Assert.Single(field.Arguments.Values).Type.ToString());
        Assert.Equal("Contact", Crm.Schema.Field("CreateContactPayload.contact").Type.ToString());
        Assert.Equal("[CreateContactError!]", Crm.Schema.Field("CreateContactPayload.errors").Type.ToString());
    }

    [Fact]
    public async Task What_was_changed_stands_under_the_name_of_its_type() => Assert.Equal(
        """{"data":{"createContact":{"contact":{"name":"Eve","email":"eve@example.com"},"errors":null}}}""",
        await Create("""{ name: "Eve", email: "eve@example.com" }"""));

    [Theory]
    [InlineData("""{ name: "Eve" }""", "left out")]
    [InlineData("""{ name: "Eve", email: null }""", "erased")]
    public async Task What_is_left_out_differs_from_what_is_null(string input, string email) =>
        Assert.Contains($"\"email\":\"{email}\"", await Create(input));

    [Fact]
    public async Task A_declared_exception_is_an_error_of_the_payload() => Assert.Equal(
        """{"data":{"createContact":{"contact":null,"errors":[{"__typename":"BlankError","message":"name must not be blank.","code":"BLANK","field":"name"}]}}}""",
        await Create("""{ name: "" }"""));

    [Fact]
    public async Task An_aggregate_of_declared_exceptions_is_several_errors() => Assert.Equal(
        """{"data":{"createContact":{"contact":null,"errors":[{"__typename":"BlankError","message":"name must not be blank.","code":"BLANK","field":"name"},{"__typename":"EmailTakenError","message":"The address belongs to somebody else.","contactId":"ID"}]}}}"""
            .Replace("\"ID\"", $"\"{GlobalId.Format("Contact", Crm.Id(1))}\""),
        await Create("""{ name: "", email: "taken@example.com" }"""));

    [Fact]
    public void Errors_implement_Error_and_are_shared_between_mutations()
    {
        Assert.Equal(["EmailTakenError", "BlankError"], Union("CreateContactError"));
        Assert.Equal(["BlankError"], Union("RenameContactError"));
        Assert.Equal(["Error"], ((ObjectType)Crm.Schema.Types["BlankError"]).Interfaces.Select(face => face.Name));
        Assert.Equal(["message", "code", "field"], ((ObjectType)Crm.Schema.Types["BlankError"]).Fields.Keys);
    }

    [Fact]
    public async Task Several_parameters_become_one_input()
    {
        Assert.Equal(["id: ID!", "name: String!"],
            ((InputObjectType)Crm.Schema.Types["RenameContactInput"]).Fields.Values.Select(field => $"{field.Name}: {field.Type}"));
        Assert.Equal(
            """{"data":{"renameContact":{"boolean":true}}}""",
            await Answer($$"""mutation { renameContact(input: { id: "{{GlobalId.Format("Contact", Crm.Id(1))}}", name: "x" }) { boolean } }"""));
    }

    [Fact]
    public async Task An_input_that_is_no_email_address_is_refused() => Assert.Contains(
        "expected a name, an @ and a domain", await Create("""{ name: "Eve", email: "nowhere" }"""));

    [MutationType]
    public static class Renames
    {
        [Error<Crm.BlankException>]
        public static MergePayload MergeShops(string first, string second) =>
            first.Length == 0 ? throw new Crm.BlankException("first") : new(first + second, 2);

        public static ClosePayload? CloseShop() => new("closed");

        [return: GraphQLName("closed")]
        public static bool CloseAll() => true;

        public static string BreakAll() => throw new InvalidOperationException("secret");
    }

    public sealed record MergePayload(string Merged, int Count);

    public sealed record ClosePayload(string Word);

    [QueryType]
    public static class Queries
    {
        public static bool GetIsOpen() => true;
    }

    static readonly GraphQLSchema Shops = Schemas.Of(typeof(Queries), typeof(Renames));

    [Theory]
    [InlineData("""mergeShops(input: { first: "a", second: "b" }) { merged count errors { __typename } }""", """{"mergeShops":{"merged":"ab","count":2,"errors":null}}""")]
    [InlineData("""mergeShops(input: { first: "", second: "b" }) { merged errors { ... on Error { message } } }""", """{"mergeShops":{"merged":null,"errors":[{"message":"first must not be blank."}]}}""")]
    [InlineData("closeShop { word }", """{"closeShop":{"word":"closed"}}""")]
    [InlineData("closeAll { closed }", """{"closeAll":{"closed":true}}""")]
    public async Task A_payload_of_the_resolvers_own_stays_as_it_is(string field, string data) =>
        Assert.Equal($"{{\"data\":{data}}}", await Shops.AnswerAsync($"mutation {{ {field} }}"));

    [Fact]
    public async Task An_exception_that_nobody_declared_is_a_bug_and_not_shown()
    {
        var answer = await Shops.AnswerAsync("mutation { breakAll { string } }");
        Assert.Contains("INTERNAL_ERROR", answer);
        Assert.DoesNotContain("secret", answer);
    }

    static IEnumerable<string> Union(string name) => ((UnionType)Crm.Schema.Types[name]).Types.Select(type => type.Name);

    static Task<string> Create(string input) => Answer($$"""
        mutation {
          createContact(input: {{input}}) {
            contact { name email }
            errors { __typename ... on Error { message } ... on BlankError { code field } ... on EmailTakenError { contactId } }
          }
        }
        """);

    static async Task<string> Answer(string document)
    {
        try
        {
            return await Crm.Schema.AnswerAsync(document, "{}", new MemoryRunner(Crm.Rows));
        }
        catch (GraphQLException refusal)
        {
            return string.Join('\n', refusal.Errors.Select(error => error.Message));
        }
    }
}
