using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Crm.Headless.Tests.Http;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>
/// Clients of two nodes that write and listen, and go to the other node when theirs is gone: writers with what wasn't acknowledged,
/// listeners from the place of the feed that they know.
/// </summary>
sealed class NodeLoad(CrmProcess[] nodes)
{
    const int Writers = 4;
    const string Source = "load", End = "end";

    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentDictionary<string, long> _acknowledged = new();
    readonly List<Task> _writing = [], _listening = [];
    readonly string[] _contacts = new string[Writers];
    readonly Listener[] _listeners = [new(0), new(0), new(1), new(1)];

    /// <summary>The keys of what was written, each with the moment before it was sent.</summary>
    public IReadOnlyDictionary<string, long> Acknowledged => _acknowledged;

    public IReadOnlyList<Listener> Listeners => _listeners;

    /// <summary>Writers whose node went away under them.</summary>
    public int Displaced;

    public async Task StartAsync()
    {
        var ready = _listeners.Select(_ => new TaskCompletionSource()).ToArray();
        foreach (var (listener, listens) in _listeners.Zip(ready)) _listening.Add(Task.Run(() => ListenAsync(listener, listens)));
        await Task.WhenAll(ready.Select(one => one.Task)).WaitAsync(TimeSpan.FromSeconds(60));
        for (var writer = 0; writer < Writers; writer++)
        {
            var number = writer;
            var data = await nodes[0].QueryAsync("mutation { createContact(input: { givenName: \"Ana\" }) { contact { id } } }");
            _contacts[writer] = data.GetProperty("createContact").GetProperty("contact").GetProperty("id").GetString()!;
            _writing.Add(Task.Run(() => WriteAsync(number)));
        }
    }

    /// <summary>Returns when everybody has heard of what was written last.</summary>
    public async Task StopAsync(CrmProcess node)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_writing).WaitAsync(TimeSpan.FromSeconds(60));
        await RecordAsync(node, 0, End);
        await Task.WhenAll(_listening).WaitAsync(TimeSpan.FromSeconds(60));
    }

    async Task WriteAsync(int writer)
    {
        var node = writer % nodes.Length;
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            var (key, before) = ($"{writer}-{number}", Stopwatch.GetTimestamp());
            try
            {
                await RecordAsync(nodes[node], writer, key);
            }
            catch (HttpRequestException)
            {
                // Whether it was written isn't known: the key makes that it is once.
                node = 1 - node;
                Interlocked.Increment(ref Displaced);
                await RecordAsync(nodes[node], writer, key);
            }
            _acknowledged[key] = before;
            await Task.Delay(5);
        }
    }

    async Task RecordAsync(CrmProcess node, int writer, string key)
    {
        var data = await node.QueryAsync(
            "mutation($input: RecordInteractionInput!) { recordInteraction(input: $input) { interaction { id } errors { ... on Error { message } } } }",
            new { input = new { kind = "NOTE", source = Source, externalId = key, contact = new { id = _contacts[writer] } } });
        Assert.Equal(JsonValueKind.Null, data.GetProperty("recordInteraction").GetProperty("errors").ValueKind);
    }

    async Task ListenAsync(Listener listener, TaskCompletionSource ready)
    {
        var position = (await nodes[listener.Node].QueryAsync("{ changesPosition }")).GetProperty("changesPosition").GetString()!;
        while (true)
        {
            try
            {
                await using var socket = await SocketClient.InitialisedAsync(nodes[listener.Node].Client.BaseAddress!, CrmProcess.Key);
                await socket.SubscribeAsync("1", "subscription { interactionRecorded { externalId } }");
                await socket.SendAsync("""{"type": "ping"}""");
                Assert.Equal("pong", (await socket.ReadAsync()).GetProperty("type").GetString()); // It listens when it answers.
                listener.Since = Stopwatch.GetTimestamp();
                listener.Told.Clear();
                position = await CatchUpAsync(listener, position);
                ready.TrySetResult();
                while (KeyOf(await socket.ReadAsync()) is var key && key != End) listener.Told.Add(key);
                return;
            }
            catch (WebSocketException)
            {
                listener.Node = 1 - listener.Node;
                listener.Moves++;
            }
        }
    }

    /// <summary>What was committed while nobody listened.</summary>
    async Task<string> CatchUpAsync(Listener listener, string position)
    {
        while (true)
        {
            var page = (await nodes[listener.Node].QueryAsync(
                "query($after: String) { changes(after: $after, first: 500, kinds: [INTERACTION]) { position hasMore nodes { ... on InteractionChange { interaction { externalId } } } } }",
                new { after = position })).GetProperty("changes");
            foreach (var change in page.GetProperty("nodes").EnumerateArray())
                listener.Read.Add(change.GetProperty("interaction").GetProperty("externalId").GetString()!);
            position = page.GetProperty("position").GetString()!;
            if (!page.GetProperty("hasMore").GetBoolean()) return position;
        }
    }

    static string KeyOf(JsonElement message) =>
        message.GetProperty("payload").GetProperty("data").GetProperty("interactionRecorded").GetProperty("externalId").GetString()!;

    /// <summary>Somebody who has to hear of everything.</summary>
    internal sealed class Listener(int node)
    {
        public int Node { get; set; } = node;
        public int Moves { get; set; }

        /// <summary>From then on it listens where it listens now.</summary>
        public long Since { get; set; }

        /// <summary>By the subscription, since then.</summary>
        public HashSet<string> Told { get; } = [];

        /// <summary>From the feed, each time it had begun to listen.</summary>
        public HashSet<string> Read { get; } = [];
    }
}
