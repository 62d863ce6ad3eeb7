using System.Collections.Concurrent;
using System.Net.Http.Json;
using Crm.Headless.Testing;

namespace Crm.Headless.Benchmarks.Soak;

/// <summary>Clients that ask, and clients that listen, while plugins come and go.</summary>
sealed class SoakLoad(CrmTestHost host, string contact, int clients, int listeners)
{
    /// <summary>As clients have something else to do, too. Without it they take the processors for themselves, and swaps wait for a turn.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentDictionary<string, long> _answers = new();
    readonly int[] _events = new int[listeners];
    readonly List<Task> _work = [];
    int _changes;

    public async Task StartAsync()
    {
        var listening = Enumerable.Range(0, listeners).Select(_ => new TaskCompletionSource()).ToArray();
        for (var i = 0; i < listeners; i++)
        {
            var at = i;
            _work.Add(Task.Run(() => ListenAsync(at, listening[at])));
        }
        await Task.WhenAll(listening.Select(one => one.Task));
        for (var i = 0; i < clients; i++) _work.Add(Task.Run(AskAsync));
    }

    /// <summary>Something that every listener has to hear of.</summary>
    public Task ChangeAsync() => host.QueryAsync(
        "mutation($input: UpdateContactInput!) { updateContact(input: $input) { errors { ... on Error { message } } } }",
        new { input = new { id = contact, jobTitle = $"title {++_changes}" } });

    public async Task<SoakResult> StopAsync()
    {
        for (var round = 0; round < 100 && _events.Any(count => count < _changes); round++) await Task.Delay(50);
        await _stop.CancelAsync();
        await Task.WhenAll(_work);
        return new(_answers.ToDictionary(), _events.Count(count => count != _changes));
    }

    async Task AskAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            _answers.AddOrUpdate(await AnswerAsync(), 1, (_, count) => count + 1);
            await Task.Delay(Pause);
        }
    }

    /// <summary>With the plugin's field, without it, or something that may not be.</summary>
    async Task<string> AnswerAsync()
    {
        var response = await host.SendAsync("{ contacts(first: 1) { nodes { displayName loyalty { balance } } } }");
        if (response.Messages is ["Cannot query field \"loyalty\" on type \"Contact\"."]) return SoakResult.Without;
        if (response.Errors.Count > 0) return response.ToString();
        var row = response.Data.GetProperty("contacts").GetProperty("nodes")[0];
        return row.GetProperty("displayName").GetString() == "Ana" && row.GetProperty("loyalty").GetProperty("balance").GetInt64() == 42 ? SoakResult.With : response.ToString();
    }

    async Task ListenAsync(int at, TaskCompletionSource listening)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "subscription { contactChanged { jobTitle } }" }) };
        request.Headers.Accept.Add(new("text/event-stream"));
        request.Headers.Authorization = new("Bearer", host.AdminKey);
        using var client = new HttpClient { BaseAddress = host.Address, Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(_stop.Token));
            listening.TrySetResult();
            while (await lines.ReadLineAsync(_stop.Token) is { } line)
                if (line == "event: next") _events[at]++;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // It has heard all there was.
        }
    }
}

/// <summary>What clients saw.</summary>
/// <param name="Answers">How often there was which answer.</param>
/// <param name="Missed">Listeners that have not heard of everything, or of something twice.</param>
sealed record SoakResult(IReadOnlyDictionary<string, long> Answers, int Missed)
{
    public const string With = "with the plugin", Without = "without it";

    public bool Holds => Missed == 0 && Answers.Keys.All(answer => answer is With or Without);

    public override string ToString() => $"answers: {string.Join(", ", Answers.Select(one => $"{one.Value:N0} {one.Key}"))}; listeners that missed something: {Missed}";
}
