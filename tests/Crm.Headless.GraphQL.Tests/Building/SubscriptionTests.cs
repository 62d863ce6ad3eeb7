using System.Security.Claims;
using System.Text;
using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.GraphQL.Tests.Building;

public sealed class SubscriptionTests
{
    /// <summary>Publishes a few ids on every topic, and remembers which topic was asked for.</summary>
    sealed class Topics : ITopicSource
    {
        public string? Asked { get; private set; }

        public async IAsyncEnumerable<object> Listen(
            string topic, FieldArguments arguments, RequestScope scope, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            Asked = topic;
            await Task.Yield();
            yield return Crm.Id(2);
            yield return Crm.Id(1);
        }
    }

    [Theory]
    [InlineData("onContactChanged { name }", """{"data":{"onContactChanged":{"name":"Bob"}}} {"data":{"onContactChanged":{"name":"Ada"}}}""")]
    [InlineData("""onContactChanged(word: "nobody") { name }""", """{"data":{"onContactChanged":null}} {"data":{"onContactChanged":null}}""")]
    public async Task A_subscription_answers_once_for_each_event_of_its_topic(string field, string answers)
    {
        var topics = new Topics();
        var scope = new RequestScope(new Services(topics, new MemoryRunner(Crm.Rows)), new ClaimsPrincipal());
        var executor = new RequestExecutor(Crm.Schema, new());
        var operation = executor.Prepare(Encoding.UTF8.GetBytes($"subscription {{ {field} }}"), null);
        var all = new List<string>();
        await foreach (var message in await executor.SubscribeAsync(operation, default, scope, default))
        {
            using var result = await executor.ExecuteEventAsync(operation, default, message, scope, default);
            all.Add(Encoding.UTF8.GetString(result.Json.Span));
        }
        Assert.Equal(answers, string.Join(' ', all));
        Assert.Equal("contact-changed", topics.Asked);
    }

    [SubscriptionType]
    public static class Silent
    {
        public static string OnSomething([EventMessage] string message) => message;
    }

    [QueryType]
    public static class Queries
    {
        public static bool GetIsOpen() => true;
    }

    [Fact]
    public void A_subscription_field_says_what_it_listens_to() => Assert.Equal(
        "Subscription.onSomething (core): a subscription field says what it listens to. Add [Subscribe], and [Topic(\"...\")] unless the field's name is the topic.",
        Schemas.ProblemOf(typeof(Silent), typeof(Queries)));
}
