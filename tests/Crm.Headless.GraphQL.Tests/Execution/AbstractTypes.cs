using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Execution;

/// <summary>Spec section 6.4.3, ResolveAbstractType.</summary>
public sealed class AbstractTypes
{
    abstract record Animal(string Name);
    record Dog(string Name) : Animal(Name);
    sealed record Puppy(string Name) : Dog(Name);
    sealed record Cat(string Name) : Animal(Name);
    sealed class NotFedException(string who) : Exception(who);

    [Fact]
    public async Task Objects_are_grouped_by_type_and_written_in_their_order()
    {
        var calls = 0;
        var schema = Zoo([new Dog("Rex"), new Cat("Tom"), new Puppy("Bo"), null, new Cat("Kit")], _ => calls++);

        Assert.Equal(
            """{"data":{"animals":[{"__typename":"Dog","barks":"Rex!"},{"__typename":"Cat","meows":"Tom~"},{"__typename":"Dog","barks":"Bo!"},null,{"__typename":"Cat","meows":"Kit~"}]}}""",
            await RunAsync(schema, "{ animals { __typename ... on Dog { barks } ... on Cat { meows } } }"));
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_derived_class_is_what_its_base_class_is() => Assert.Equal(
        """{"data":{"animals":[{"__typename":"Dog"}]}}""", await RunAsync(Zoo([new Puppy("Bo")]), "{ animals { __typename } }"));

    [Fact]
    public async Task A_value_of_no_possible_type_is_an_error_at_its_place()
    {
        var answer = await RunAsync(Zoo([new Dog("Rex"), "a string", new Cat("Tom")]), "{ animals { __typename } }");

        Assert.Contains("\"path\":[\"animals\",1]", answer);
        Assert.EndsWith("""{"animals":[{"__typename":"Dog"},null,{"__typename":"Cat"}]}}""", answer);
    }

    [Fact]
    public async Task An_exception_that_is_a_type_of_the_schema_is_a_value_and_no_failure()
    {
        var text = new ScalarType("Text");
        var error = new ObjectType("NotFedError")
        {
            ClrType = typeof(NotFedException),
            Fields = Schemas.Fields(new Field("message", text) { Resolver = new MemberResolver(failure => ((Exception)failure).Message) }),
        };
        var union = new UnionType("FeedError") { Types = [error] };
        var field = new Field("errors", new ListType(union)) { Resolver = new BatchResolver(_ => new([new object[] { new NotFedException("Tom"), new IOException() }])) };

        Assert.EndsWith(
            """{"errors":[{"message":"Tom"},null]}}""",
            await RunAsync(Schemas.With([error, union, text], field), "{ errors { ... on NotFedError { message } } }"));
    }

    static GraphQLSchema Zoo(object?[] animals, Action<int>? called = null)
    {
        var text = new ScalarType("Text");
        var animal = new InterfaceType("Animal") { Fields = Schemas.Fields(new Field("name", text)) };
        ObjectType Kind<T>(string noise, string sign) where T : Animal => new(typeof(T).Name)
        {
            ClrType = typeof(T),
            Interfaces = [animal],
            Fields = Schemas.Fields(
                new("name", text) { Resolver = new MemberResolver(it => ((Animal)it).Name) },
                new(noise, text)
                {
                    Resolver = new BatchResolver(context =>
                    {
                        called?.Invoke(context.Parents.Count);
                        return new([.. context.Parents.Select(it => ((Animal)it).Name + sign)]);
                    }),
                }),
        };
        return Schemas.With(
            [animal, Kind<Dog>("barks", "!"), Kind<Cat>("meows", "~"), text],
            new Field("animals", new ListType(animal)) { Resolver = new BatchResolver(_ => new([animals])) });
    }

    static async Task<string> RunAsync(GraphQLSchema schema, string document)
    {
        var executor = new RequestExecutor(schema, new());
        using var result = await executor.ExecuteAsync(
            executor.Prepare(System.Text.Encoding.UTF8.GetBytes(document), null), default, Harness.Scope, default);
        return System.Text.Encoding.UTF8.GetString(result.Json.Span);
    }
}
