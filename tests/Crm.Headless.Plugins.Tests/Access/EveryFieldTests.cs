using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Testing.Conformance;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Crm.Headless.Plugins.Tests.Access;

/// <summary>
/// Every field of the whole schema, the plugins' included, is tried by every kind of principal in every way in which it can be reached, and
/// what happens is compared with the access matrix: what it says doesn't exist is refused as unknown, what it says exists is answered,
/// and no answer holds a value that its reader may not see.
/// </summary>
public sealed class EveryFieldTests(ITestOutputHelper output)
{
    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task Reads_by_list_by_id_and_below_other_records_are_as_the_matrix_says(DatabaseKind kind)
    {
        await using var place = await AccessPlace.StartAsync(kind);
        var walk = place.Walk();
        await TryAllAsync(place.World, [.. walk.Reads()]);
        var read = ReachableFrom(place.World.Schema.Query!, place.World.Schema);
        Assert.DoesNotContain(walk.Unreached, coordinate => read.Contains(coordinate.Split('.')[0])); // the others exist with a mutation or a subscription
    }

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task Filters_and_orders_are_as_the_matrix_says(DatabaseKind kind)
    {
        await using var place = await AccessPlace.StartAsync(kind);
        await TryAllAsync(place.World, [.. place.Walk().FiltersAndOrders()]);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Search_finds_nothing_that_its_reader_may_not_see(DatabaseKind kind)
    {
        await using var place = await AccessPlace.StartAsync(kind);
        foreach (var who in place.World.Everybody())
            foreach (var text in new[] { AccessWorld.Private, AccessWorld.Hidden, "example", "Ours" })
            {
                var answer = await place.World.Host.SendAsync(who,
                    "query($text: String!) { search(text: $text, first: 50) { __typename ... on Contact { id displayName email } ... on Account { id name } ... on Unit { id name } ... on User { id name } } }",
                    new { text });
                foreach (var forbidden in place.World.ForbiddenTo(who)) Assert.DoesNotContain(forbidden, answer.ToString());
            }
    }

    [Fact]
    public async Task Mutations_are_as_the_matrix_says()
    {
        await using var place = await AccessPlace.StartAsync(DatabaseKind.Sqlite);
        await TryAllAsync(place.World, [.. place.Walk().Mutations()]);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Subscriptions_are_as_the_matrix_says(DatabaseKind kind)
    {
        await using var place = await AccessPlace.StartAsync(kind);
        var attempts = place.Walk().Subscriptions().ToList();
        var trial = new AccessTrial(place.World);
        var heard = 0;
        foreach (var (who, exists) in trial.Matrix.Where(one => AccessWorld.IsAskedForAnswers(one.Who)))
        {
            var open = attempts.Where(exists).ToList();
            foreach (var attempt in attempts.Except(open)) await RefusedAsync(trial, place.World, who, attempt);
            if (open.Count > 0) heard += await ListenAsync(trial, place.World, who, open);
        }
        output.WriteLine($"{heard} events were heard.");
        Assert.True(heard > 0);
    }

    static HashSet<string> ReachableFrom(FieldsType root, GraphQLSchema schema)
    {
        var found = new HashSet<string> { root.Name };
        var open = new Stack<FieldsType>([root]);
        while (open.TryPop(out var type))
            foreach (var field in type.Fields.Values.Where(field => field.Type.Named is CompositeType))
                foreach (var next in schema.PossibleTypes((CompositeType)field.Type.Named).Where(next => found.Add(next.Name))) open.Push(next);
        return found;
    }

    async Task TryAllAsync(AccessWorld world, IReadOnlyList<Attempt> attempts)
    {
        var trial = new AccessTrial(world);
        Assert.Empty(await trial.TryAsync(attempts));
        foreach (var way in attempts.GroupBy(attempt => attempt.Way)) output.WriteLine($"{way.Key}: {way.Count()}");
        output.WriteLine($"{attempts.Count} documents, {trial.Tries} tries, {trial.Answers} of them answered.");
        Assert.True(trial.Tries > attempts.Count);
    }

    static async Task RefusedAsync(AccessTrial trial, AccessWorld world, CrmPrincipal who, Attempt attempt)
    {
        var answer = await world.Host.SendAsync(who, attempt.Document);
        Assert.True(answer.TryGetProperty("errors", out var errors) && !answer.TryGetProperty("data", out _), $"{who.Name} may not: {attempt}\n{answer}");
        Assert.Null(trial.Look(who, attempt, errors.ToString()));
    }

    /// <summary>Subscribes to everything, changes both people, and reads until the change of what is seen has come.</summary>
    static async Task<int> ListenAsync(AccessTrial trial, AccessWorld world, CrmPrincipal who, IReadOnlyList<Attempt> attempts)
    {
        using var leaving = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var topics = world.Host.Services.GetRequiredService<TopicBroadcaster>();
        var before = topics.SubscriberCount;
        var states = world.Host.Services.GetServices<IStateTopic>().Select(topic => $"Subscription.{topic.Name}").ToHashSet();
        var toEvents = attempts.Count(attempt => !attempt.Coordinates.Any(states.Contains));
        var answers = new System.Collections.Concurrent.ConcurrentBag<(Attempt Attempt, string Answer)>();
        var listeners = attempts.Select(attempt => Task.Run(() => HearAsync(attempt))).ToList();
        while (topics.SubscriberCount < before + toEvents) await Task.Delay(10, leaving.Token);
        await world.TouchAsync(leaving.Token);
        await Task.Delay(200, leaving.Token); // for those who hear it later than the administrator
        await leaving.CancelAsync();
        await Task.WhenAll(listeners);
        foreach (var (attempt, answer) in answers) Assert.Null(trial.Look(who, attempt, answer));
        return answers.Count;

        async Task HearAsync(Attempt attempt)
        {
            try
            {
                await foreach (var answer in world.Host.RunAsync(who, attempt.Document, null, leaving.Token)) answers.Add((attempt, answer.ToString()));
            }
            catch (OperationCanceledException) when (leaving.IsCancellationRequested)
            {
                // It left while the next answer was made.
            }
        }
    }
}
