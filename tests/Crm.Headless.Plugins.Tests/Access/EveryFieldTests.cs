using System.Text;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Tests.Security;
using Crm.Headless.Testing;
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
    /// <summary>Reached through payloads and errors of mutations alone, which exist with the mutation.</summary>
    static bool FollowsFromMutation(string coordinate) => coordinate.Split('.')[0] is var type
        && (type is "Mutation" or "Subscription" || type.EndsWith("Payload", StringComparison.Ordinal) || type.EndsWith("Error", StringComparison.Ordinal)
            || type.EndsWith("Row", StringComparison.Ordinal));

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Reads_by_list_by_id_and_below_other_records_are_as_the_matrix_says(DatabaseKind kind)
    {
        await using var world = await AccessWorld.StartAsync(kind);
        var walk = new SchemaWalk(world.Schema, world.Ids);
        await TryAllAsync(world, [.. walk.Reads()]);
        Assert.DoesNotContain(walk.Unreached, coordinate => !FollowsFromMutation(coordinate));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Filters_and_orders_are_as_the_matrix_says(DatabaseKind kind)
    {
        await using var world = await AccessWorld.StartAsync(kind);
        await TryAllAsync(world, [.. new SchemaWalk(world.Schema, world.Ids).FiltersAndOrders()]);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Search_finds_nothing_that_its_reader_may_not_see(DatabaseKind kind)
    {
        await using var world = await AccessWorld.StartAsync(kind);
        foreach (var who in world.Everybody())
            foreach (var text in new[] { AccessWorld.Private, AccessWorld.Hidden, "example", "Ours" })
            {
                var answer = await world.Host.SendAsync(who,
                    "query($text: String!) { search(text: $text, first: 50) { __typename ... on Contact { id displayName email } ... on Account { id name } ... on Unit { id name } ... on User { id name } } }",
                    new { text });
                foreach (var forbidden in world.ForbiddenTo(who)) Assert.DoesNotContain(forbidden, answer.ToString());
            }
    }

    [Fact]
    public async Task Mutations_are_as_the_matrix_says()
    {
        await using var world = await AccessWorld.StartAsync(DatabaseKind.Sqlite);
        var attempts = new SchemaWalk(world.Schema, world.Ids).Mutations().ToList();
        using var lease = world.Host.Services.GetRequiredService<Server.Plugins.Generations>().Lease();
        foreach (var (who, exists) in Matrix(world))
            foreach (var attempt in attempts)
                Assert.True(exists(attempt) == RefusalOf(lease.Generation, who, attempt) is null, $"{who.Name}: {attempt}");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Subscriptions_are_as_the_matrix_says(DatabaseKind kind)
    {
        await using var world = await AccessWorld.StartAsync(kind);
        var attempts = new SchemaWalk(world.Schema, world.Ids).Subscriptions().ToList();
        var heard = 0;
        foreach (var (who, exists) in Matrix(world).Where(one => AccessWorld.IsAskedForAnswers(one.Who)))
        {
            var open = attempts.Where(exists).ToList();
            foreach (var attempt in attempts.Except(open)) await RefusedAsync(world, who, attempt);
            if (open.Count > 0) heard += await ListenAsync(world, who, open);
        }
        output.WriteLine($"{heard} events were heard.");
        Assert.True(heard > 0);
    }

    async Task TryAllAsync(AccessWorld world, IReadOnlyList<Attempt> attempts)
    {
        var (tries, answered) = (0, 0);
        using var lease = world.Host.Services.GetRequiredService<Server.Plugins.Generations>().Lease();
        foreach (var (who, exists) in Matrix(world))
            foreach (var attempt in attempts)
            {
                tries++;
                var refusal = RefusalOf(lease.Generation, who, attempt);
                Assert.True(exists(attempt) == refusal is null, $"{who.Name}: {attempt}\n{refusal}");
                if (refusal is not null) CheckForbidden(world, who, attempt, refusal);
                if (refusal is not null || !AccessWorld.IsAskedForAnswers(who) || attempt.Way == SchemaWalk.Plan) continue;
                var answer = await world.Host.SendAsync(who, attempt.Document);
                answered++;
                Assert.False(answer.TryGetProperty("errors", out var errors), $"{who.Name}: {attempt}\n{errors}");
                CheckForbidden(world, who, attempt, answer.ToString());
            }
        foreach (var way in attempts.GroupBy(attempt => attempt.Way)) output.WriteLine($"{way.Key}: {way.Count()}");
        output.WriteLine($"{attempts.Count} documents, {tries} tries, {answered} of them answered.");
    }

    static async Task RefusedAsync(AccessWorld world, CrmPrincipal who, Attempt attempt)
    {
        var answer = await world.Host.SendAsync(who, attempt.Document);
        Assert.True(answer.TryGetProperty("errors", out var errors) && !answer.TryGetProperty("data", out _), $"{who.Name} may not: {attempt}\n{answer}");
        CheckForbidden(world, who, attempt, errors.ToString());
    }

    static void CheckForbidden(AccessWorld world, CrmPrincipal who, Attempt attempt, string text)
    {
        foreach (var forbidden in world.ForbiddenTo(who))
            Assert.False(text.Contains(forbidden, StringComparison.OrdinalIgnoreCase), $"{who.Name}: {attempt}\n{text}");
    }

    /// <summary>Every principal with what the matrix says of it.</summary>
    static IEnumerable<(CrmPrincipal Who, Func<Attempt, bool> Exists)> Matrix(AccessWorld world)
    {
        CrmPrincipal[] everybody = [.. world.Everybody()];
        var rows = AccessMatrix.Of(world.Schema, [.. everybody.Select(who => who.Access)]).ToDictionary(row => row.Coordinate, row => row.Levels);
        foreach (var (who, i) in everybody.Select((who, i) => (who, i)))
            yield return (who, attempt => attempt.Coordinates.All(coordinate => rows[coordinate][i] != AccessLevel.None));
    }

    /// <summary>What a principal is told of an operation that he may not run; null: he may.</summary>
    static string? RefusalOf(Generation generation, CrmPrincipal who, Attempt attempt)
    {
        try
        {
            generation.Executors.For(who.Access).Prepare(Encoding.UTF8.GetBytes(attempt.Document), null);
            return null;
        }
        catch (GraphQLException refused)
        {
            return string.Join('\n', refused.Errors.Select(error => error.Message));
        }
    }

    /// <summary>Subscribes to everything, changes both people, and reads until the change of what is seen has come.</summary>
    static async Task<int> ListenAsync(AccessWorld world, CrmPrincipal who, IReadOnlyList<Attempt> attempts)
    {
        using var leaving = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var topics = world.Host.Services.GetRequiredService<TopicBroadcaster>();
        var before = topics.SubscriberCount;
        var states = world.Host.Services.GetServices<IStateTopic>().Select(topic => $"Subscription.{topic.Name}").ToHashSet();
        var toEvents = attempts.Count(attempt => !attempt.Coordinates.Any(states.Contains));
        var answers = new System.Collections.Concurrent.ConcurrentBag<(Attempt Attempt, string Answer)>();
        var listeners = attempts.Select(attempt => Task.Run(async () =>
        {
            await foreach (var answer in world.Host.RunAsync(who, attempt.Document, null, leaving.Token)) answers.Add((attempt, answer.ToString()));
        })).ToList();
        while (topics.SubscriberCount < before + toEvents) await Task.Delay(10, leaving.Token);
        await world.TouchAsync(leaving.Token);
        await Task.Delay(200, leaving.Token); // for those who hear it later than the administrator
        await leaving.CancelAsync();
        await Task.WhenAll(listeners);
        foreach (var (attempt, answer) in answers) CheckForbidden(world, who, attempt, answer);
        return answers.Count;
    }
}
