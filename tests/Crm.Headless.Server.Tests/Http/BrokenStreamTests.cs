using System.Runtime.CompilerServices;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Crm.Headless.Tests.Http;

public sealed class BrokenStreamTests
{
    [Fact]
    public async Task A_heartbeat_that_cannot_be_sent_ends_the_subscription_behind_it()
    {
        var hasEnded = false;
        var http = new DefaultHttpContext { Response = { Body = new BreakingBody() } };
        var stream = new EventStreamAnswer(http, TimeSpan.FromMilliseconds(1), TimeProvider.System);

        await Assert.ThrowsAsync<IOException>(() => stream.WriteAsync(Silence(() => hasEnded = true), default));

        Assert.True(hasEnded);
    }

    static async IAsyncEnumerable<OperationResult> Silence(Action onEnd, [EnumeratorCancellation] CancellationToken ct = default)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            yield break;
        }
        finally
        {
            onEnd();
        }
    }

    /// <summary>Takes the first words and breaks then.</summary>
    sealed class BreakingBody : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Length == 0 ? base.WriteAsync(buffer, cancellationToken) : throw new IOException("The connection is gone.");
    }
}
