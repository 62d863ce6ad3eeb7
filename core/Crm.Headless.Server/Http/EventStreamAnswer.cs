using System.Buffers;
using Crm.Headless.GraphQL.Execution;
using Microsoft.AspNetCore.Http.Features;

namespace Crm.Headless.Server.Http;

/// <summary>Answers as server-sent events: graphql-sse in its distinct connections mode.</summary>
internal sealed class EventStreamAnswer(HttpContext http, TimeSpan heartbeat, TimeProvider time)
{
    /// <summary>
    /// Sends each answer as <c>next</c> and keeps the connection alive between them. The caller says when it is complete. The stream opens when the
    /// first answer is waited for: whoever has seen it open misses nothing that comes after.
    /// </summary>
    public async Task WriteAsync(IAsyncEnumerable<OperationResult> answers, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var each = answers.GetAsyncEnumerator(ending.Token);
        while (await WaitAsync(each.MoveNextAsync().AsTask(), ending))
            await NextAsync(each.Current.Json, ct);
    }

    public async Task NextAsync(ReadOnlyMemory<byte> json, CancellationToken ct)
    {
        await StartAsync(ct);
        http.Response.BodyWriter.Write("event: next\ndata: "u8);
        http.Response.BodyWriter.Write(json.Span);
        http.Response.BodyWriter.Write("\n\n"u8);
        await http.Response.BodyWriter.FlushAsync(ct);
    }

    /// <summary>With an empty <c>data</c>, without which a browser's EventSource doesn't tell its listeners.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        http.Response.BodyWriter.Write("event: complete\ndata: \n\n"u8);
        await http.Response.BodyWriter.FlushAsync(ct);
    }

    async Task StartAsync(CancellationToken ct)
    {
        if (http.Response.HasStarted) return;
        http.Response.ContentType = $"{ResponseFormats.MediaTypeOf(ResponseFormat.EventStream)}; charset=utf-8";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.BodyWriter.Write(":\n\n"u8);
        await http.Response.BodyWriter.FlushAsync(ct);
    }

    /// <summary>Doesn't return before <paramref name="next"/> has, whatever happens: its source can't be disposed of until then.</summary>
    async Task<bool> WaitAsync(Task<bool> next, CancellationTokenSource ending)
    {
        try
        {
            await StartAsync(ending.Token);
            await BeatAsync(next, ending.Token);
            return await next;
        }
        finally
        {
            if (!next.IsCompleted) await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task BeatAsync(Task next, CancellationToken ct)
    {
        while (!next.IsCompleted)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var beat = Task.Delay(heartbeat, time, waiting.Token);
            var first = await Task.WhenAny(next, beat);
            await waiting.CancelAsync();
            if (first == next || ct.IsCancellationRequested) return;
            http.Response.BodyWriter.Write(":\n\n"u8);
            await http.Response.BodyWriter.FlushAsync(ct);
        }
    }
}
