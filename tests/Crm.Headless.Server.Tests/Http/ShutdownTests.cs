using Crm.Headless.Server.Data;
using Crm.Headless.Server.Http;
using Crm.Headless.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crm.Headless.Tests.Http;

public sealed class ShutdownTests
{
    const string Mutation = """mutation { createContact(input: { givenName: "Ada" }) { contact { displayName } } }""";

    [Fact]
    public async Task A_request_in_flight_is_answered_before_the_server_stops()
    {
        var host = await CrmTestHost.StartAsync();
        Task<GraphQLResponse> inFlight;
        using (await host.Services.GetRequiredService<Database>().Gate.EnterAsync(default))
        {
            inFlight = host.SendAsync(Mutation);
            while (host.Services.GetRequiredService<OperationGate>().Running == 0)
            {
                Assert.False(inFlight.IsCompleted);
                await Task.Delay(10);
            }
            host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
        Assert.Empty((await inFlight).Errors);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_WebSocket_is_closed_with_1001_after_its_operation_in_flight()
    {
        var host = await CrmTestHost.StartAsync();
        await using var client = await SocketClient.InitialisedAsync(host);
        using (await host.Services.GetRequiredService<Database>().Gate.EnterAsync(default))
        {
            await client.SubscribeAsync("1", Mutation);
            await client.SendAsync("""{"type": "ping"}""");
            Assert.Equal("pong", (await client.ReadAsync()).GetProperty("type").GetString());
            host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
        Assert.Equal("next", (await client.ReadAsync()).GetProperty("type").GetString());
        Assert.Equal((1001, "Going away"), await client.ReadCloseAsync());
        await host.DisposeAsync();
    }
}
