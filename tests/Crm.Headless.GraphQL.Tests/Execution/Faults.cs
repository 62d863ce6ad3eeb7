using System.Text.RegularExpressions;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using static Crm.Headless.GraphQL.Tests.Execution.Harness;

namespace Crm.Headless.GraphQL.Tests.Execution;

/// <summary>What becomes of exceptions at the boundary of a field.</summary>
public sealed class Faults
{
    const string Sdl = "type Query { a: Int b: Int rows: [Row] } type Row { x: Int y: [Int] }";

    readonly List<(Exception Failure, string? Field, string Reference)> _reported = [];

    [Fact]
    public async Task An_unexpected_exception_gives_a_reference_and_is_reported_once()
    {
        var harness = Reporting()
            .Resolve("Query.rows", _ => new[] { Map(), Map(), Map() })
            .Resolve("Row.x", _ => throw new InvalidOperationException("secret"));
        var answer = await harness.RunAsync("{ rows { x } }");

        var (failure, field, reference) = Assert.Single(_reported);
        Assert.Equal(("secret", "x"), (failure.Message, field));
        Assert.DoesNotContain("secret", answer);
        Assert.Equal(3, Regex.Count(answer, $$"""
            "code":"INTERNAL_ERROR","reference":"{{reference}}"
            """.Trim()));
        Assert.EndsWith("""data":{"rows":[{"x":null},{"x":null},{"x":null}]}}""", answer);
    }

    [Fact]
    public async Task A_refusal_keeps_its_message_code_and_extensions() => Assert.Equal(
        """{"errors":[{"message":"Not yours.","locations":[{"line":1,"column":3}],"path":["a"],"extensions":{"code":"FORBIDDEN","scope":"x:read"}}],"data":{"a":null,"b":2}}""",
        await Reporting()
            .Resolve("Query.a", _ => throw new GraphQLException(new GraphQLError("Not yours.")
            { Code = "FORBIDDEN", Extensions = new Dictionary<string, object?> { ["scope"] = "x:read" } }))
            .Resolve("Query.b", _ => 2)
            .RunAsync("{ a b }"));

    [Fact]
    public async Task An_exception_that_the_host_explains_is_no_fault()
    {
        var harness = new Harness(Sdl, options => options with
        {
            ErrorOf = failure => failure is NotSupportedException ? new(failure.Message) { Code = "NOT_HERE" } : null,
            ReportFault = (failure, field, reference) => _reported.Add((failure, field?.Name, reference)),
        });
        var answer = await harness
            .Resolve("Query.a", _ => throw new NotSupportedException("Not here."))
            .Resolve("Query.b", _ => throw new AggregateException(new NotSupportedException("Nor here."), new NotSupportedException("Nor there.")))
            .RunAsync("{ a b }");

        Assert.Equal(["Not here.", "Nor here.", "Nor there."], Regex.Matches(answer, "message\":\"([^\"]*)").Select(match => match.Groups[1].Value));
        Assert.Equal(3, Regex.Count(answer, "\"code\":\"NOT_HERE\""));
        Assert.Empty(_reported);
    }

    [Fact]
    public async Task An_aggregate_with_anything_unexpected_in_it_is_a_fault()
    {
        var harness = new Harness(Sdl, options => options with
        {
            ErrorOf = failure => failure is NotSupportedException ? new(failure.Message) : null,
        });
        var answer = await harness
            .Resolve("Query.a", _ => throw new AggregateException(new NotSupportedException(), new InvalidOperationException()))
            .RunAsync("{ a }");
        Assert.Contains("INTERNAL_ERROR", answer);
    }

    [Fact]
    public async Task One_parents_exception_is_no_other_parents_error() => Assert.Equal(
        """{"data":{"rows":[{"x":0},{"x":null},{"x":2}]}}""",
        await Reporting()
            .Resolve("Query.rows", _ => new[] { Map(), Map(), Map() })
            .ResolveBatch("Row.x", context => Task.FromResult<IReadOnlyList<object?>>([.. context.Parents.Select((_, i) => i == 1 ? new FormatException() : (object?)i)]))
            .DataAsync("{ rows { x } }"));

    [Fact]
    public async Task A_result_that_is_missing_is_the_resolvers_fault()
    {
        await Reporting()
            .Resolve("Query.rows", _ => new[] { Map(), Map() })
            .ResolveBatch("Row.x", _ => Task.FromResult<IReadOnlyList<object?>>([1]))
            .RunAsync("{ rows { x } }");

        Assert.Equal("The resolver of \"Row.x\" returned 1 results for 2 parents.", Assert.Single(_reported).Failure.Message);
    }

    public static TheoryData<string, FieldResolver> Throwing => new()
    {
        { "batch", new BatchResolver(_ => throw new Refused()) },
        { "later", new BatchResolver(_ => ValueTask.FromException<IReadOnlyList<object?>>(new Refused())) },
        { "computed", new ComputedResolver((_, _) => throw new Refused()) },
        { "member", new MemberResolver(_ => throw new Refused()) },
        { "walked", new ComputedResolver((_, _) => Enumerable.Range(0, 2).Select(i => i == 0 ? new Refused() : throw new Refused())) },
    };

    [Theory]
    [MemberData(nameof(Throwing))]
    public async Task An_exception_that_is_thrown_is_an_error_also_where_the_field_returns_such_exceptions(string way, FieldResolver resolver)
    {
        var refusal = new ObjectType("Refusal")
        {
            ClrType = typeof(Refused),
            Fields = Schemas.Fields(new Field("message", BuiltInScalars.String) { Resolver = new MemberResolver(failure => ((Refused)failure).Message) }),
        };
        var field = new Field("refusals", way == "walked" ? new ListType(refusal) : refusal) { Resolver = resolver };
        var executor = new RequestExecutor(Schemas.With([refusal, BuiltInScalars.String], field), new());
        using var result = await executor.ExecuteAsync(executor.Prepare("{ refusals { message } }"u8.ToArray(), null), default, Scope, default);

        Assert.Equal("INTERNAL_ERROR", Assert.Single(result.Errors).Code);
        Assert.EndsWith("""{"refusals":null}}""", System.Text.Encoding.UTF8.GetString(result.Json.Span));
    }

    sealed class Refused() : Exception("No.");

    [Theory]
    [InlineData("Query.rows", "{ rows { x } }", "rows")]
    [InlineData("Row.y", "{ rows { y } }", "y")]
    public async Task A_value_that_is_no_list_is_the_resolvers_fault(string resolver, string document, string field)
    {
        var harness = Reporting().Resolve(resolver, _ => 5);
        if (resolver != "Query.rows") harness.Resolve("Query.rows", _ => new[] { Map() });
        await harness.RunAsync(document);

        Assert.Equal(field, Assert.Single(_reported).Field);
    }

    [Fact]
    public async Task A_list_that_fails_while_it_is_walked_is_an_error_of_its_field()
    {
        Assert.Equal("""{"data":{"rows":null}}""", await Reporting().Resolve("Query.rows", _ => Failing()).DataAsync("{ rows { x } }"));
        Assert.Single(_reported);

        static IEnumerable<object> Failing()
        {
            yield return Map();
            throw new IOException();
        }
    }

    [Fact]
    public async Task A_value_that_its_scalar_refuses_is_null_with_the_scalars_message() => Assert.Equal(
        """{"errors":[{"message":"Int cannot represent non-integer value: five","locations":[{"line":1,"column":3}],"path":["a"]}],"data":{"a":null}}""",
        await Reporting().Resolve("Query.a", _ => "five").RunAsync("{ a }"));

    [Fact]
    public async Task A_plugins_field_names_the_plugin()
    {
        var broken = new Field("broken", new ScalarType("Any"))
        {
            Owner = new("acme.greeter", "1.2.0"),
            Resolver = new ComputedResolver((_, _) => throw new InvalidOperationException()),
        };
        var executor = new RequestExecutor(Schemas.WithQuery(broken), new());
        using var result = await executor.ExecuteAsync(executor.Prepare("{ broken }"u8.ToArray(), null), default, Scope, default);

        Assert.Equal("acme.greeter", result.Errors[0].Extensions!["plugin"]);
        Assert.Equal("INTERNAL_ERROR", result.Errors[0].Code);
    }

    Harness Reporting() => new(Sdl, options => options with { ReportFault = (failure, field, reference) => _reported.Add((failure, field?.Name, reference)) });
}
