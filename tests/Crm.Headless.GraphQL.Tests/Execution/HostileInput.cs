using System.Text.Json;
using Crm.Headless.GraphQL.Execution;
using FsCheck;
using FsCheck.Fluent;

namespace Crm.Headless.GraphQL.Tests.Execution;

public sealed class HostileInput
{
    [Fact]
    public void Every_request_gets_a_well_formed_answer_and_nothing_is_an_internal_error()
    {
        var harness = World();
        var data = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(10_000),
            Prop.ForAll(RandomRequests.Any.ToArbitrary(), request =>
            {
                using var result = harness.ExecuteAsync(request.Document, request.Variables).GetAwaiter().GetResult();
                using var answer = JsonDocument.Parse(result.Json);
                if (result.HasData) data++;
                Assert.Equal(result.HasData, answer.RootElement.TryGetProperty("data", out _));
                Assert.Equal(result.Errors.Count > 0, answer.RootElement.TryGetProperty("errors", out _));
                Assert.DoesNotContain(result.Errors, error => error.Code == ErrorCodes.InternalError);
            }));

        Assert.True(data is > 1500 and < 9500, $"{data} of 10,000 requests were executed: the generator is too wild or too tame to test anything.");
    }

    [Fact]
    public void Without_validation_it_is_no_different()
    {
        var harness = World(skipsValidation: true);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5000),
            Prop.ForAll(RandomRequests.Any.ToArbitrary(), request =>
            {
                using var result = harness.ExecuteAsync(request.Document, request.Variables).GetAwaiter().GetResult();
                JsonDocument.Parse(result.Json).Dispose();
            }));
    }

    // A box in a box, forever; every other thing is a pen, and some things aren't there.
    static Harness World(bool skipsValidation = false) =>
        new Harness(RandomRequests.Sdl, options => options with { SkipsValidation = skipsValidation })
            .Resolve("Query.box", _ => Box)
            .Resolve("Query.pen", _ => Pen)
            .Resolve("Query.thing", _ => Box)
            .Resolve("Query.any", _ => new object?[] { new object?[] { Box, null, Pen }, null, Array.Empty<object>() })
            .Resolve("Query.echo", arguments => arguments.Get("any") ?? arguments.Get("in"))
            .Resolve("Mutation.make", _ => Pen)
            .Resolve("Box.thing", arguments => arguments.Get("in") is null ? Pen : Box)
            .Resolve("Box.things", _ => new[] { Box, Pen });

    static TypedMap Box => new("Box") { ["id"] = 1, ["name"] = "张伟" };
    static TypedMap Pen => new("Pen") { ["id"] = "p", ["kind"] = "A" };

    sealed class TypedMap(string typeName) : Dictionary<string, object?>, INamesItsType
    {
        public string TypeName => typeName;
    }
}
