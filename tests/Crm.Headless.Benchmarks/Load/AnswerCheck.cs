using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Crm.Headless.Benchmarks.Data;
using Crm.Headless.Benchmarks.Peers;

namespace Crm.Headless.Benchmarks.Load;

/// <summary>Compares some answers of a peer with the data set: a fast wrong answer is no answer.</summary>
static class AnswerCheck
{
    const int Answers = 12;

    /// <exception cref="BenchException">An answer is wrong.</exception>
    public static async Task RunAsync(Peer peer, int port, string workload, DataSet data)
    {
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (peer.Key != "") http.DefaultRequestHeaders.Authorization = new("Bearer", peer.Key);
        foreach (var ask in Ask.Some(workload, data, Answers))
        {
            using var body = new StringContent(peer.Body(ask), Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(peer.Target(workload), body);
            var text = await response.Content.ReadAsStringAsync();
            using var answer = JsonDocument.Parse(text);
            if (!answer.RootElement.TryGetProperty("data", out var found) || answer.RootElement.TryGetProperty("errors", out _))
                throw new BenchException($"{peer.Name} {workload}: {text}");
            Compare(peer, ask, peer.Lines(workload, found), data);
        }
    }

    static void Compare(Peer peer, Ask ask, IReadOnlyList<string> got, DataSet data)
    {
        var expected = Expected.Of(ask, data);
        if (ask.Workload != "w2")
        {
            Compare(peer, ask, got, expected);
            return;
        }
        Compare(peer, ask, [.. got.Select(line => line.Split('|')[2])], expected);
        foreach (var line in got) Compare(peer, ask, [line], [Expected.OnPage(int.Parse(line.Split('|')[0]), data)]);
    }

    static void Compare(Peer peer, Ask ask, IReadOnlyList<string> got, IReadOnlyList<string> expected)
    {
        if (!got.SequenceEqual(expected))
            throw new BenchException($"{peer.Name} answers {ask} with\n{string.Join('\n', got)}\ninstead of\n{string.Join('\n', expected)}");
    }
}
