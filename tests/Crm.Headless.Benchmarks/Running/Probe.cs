using System.Net.Sockets;

namespace Crm.Headless.Benchmarks.Running;

/// <summary>Tells whether somebody listens.</summary>
static class Probe
{
    public static async Task<bool> IsReadyAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
