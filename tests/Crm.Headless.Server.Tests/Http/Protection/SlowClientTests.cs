using System.Net.Sockets;
using System.Text;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Http;

/// <summary>Whoever sends slowly on purpose loses its place, and others go on being served meanwhile.</summary>
public sealed class SlowClientTests
{
    [Fact]
    public async Task A_body_that_comes_too_slowly_is_cut_off_with_a_clear_error()
    {
        await using var host = await CrmTestHost.StartAsync();
        using var slow = await SlowClient.ConnectAsync(host, $"""
            POST /graphql HTTP/1.1
            Host: localhost
            Authorization: Bearer {host.AdminKey}
            Content-Type: application/json
            Content-Length: 100000


            """);
        var answer = await slow.DripAsync(() => host.QueryAsync("{ __typename }"));
        Assert.StartsWith("HTTP/1.1 408", answer);
        Assert.Contains("REQUEST_TIMEOUT", answer);
    }

    [Fact]
    public async Task Headers_that_come_too_slowly_are_cut_off()
    {
        await using var host = await CrmTestHost.StartAsync();
        using var slow = await SlowClient.ConnectAsync(host, "POST /graphql HTTP/1.1\nHost: localhost\nX-Slow: ");
        var answer = await slow.DripAsync(() => host.QueryAsync("{ __typename }"));
        Assert.StartsWith("HTTP/1.1 408", answer);
    }

    sealed class SlowClient(TcpClient client) : IDisposable
    {
        static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250), s_patience = TimeSpan.FromSeconds(60);

        public static async Task<SlowClient> ConnectAsync(CrmTestHost host, string beginning)
        {
            var client = new TcpClient();
            await client.ConnectAsync(host.Address.Host, host.Address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning.ReplaceLineEndings("\r\n")));
            return new(client);
        }

        /// <summary>Sends a byte now and then until the server has enough of it, and has others served in between.</summary>
        public async Task<string> DripAsync(Func<Task> others)
        {
            using var patience = new CancellationTokenSource(s_patience);
            var answer = new StreamReader(client.GetStream(), Encoding.ASCII).ReadToEndAsync(patience.Token);
            while (!answer.IsCompleted)
            {
                await others();
                await Task.WhenAny(answer, SendByteAsync());
                await Task.WhenAny(answer, Task.Delay(s_pause, patience.Token));
            }
            return await answer;
        }

        public void Dispose() => client.Dispose();

        async Task SendByteAsync()
        {
            try
            {
                await client.GetStream().WriteAsync("x"u8.ToArray());
            }
            catch (IOException)
            {
                // The server has closed its side: the answer is on its way.
            }
        }
    }
}
