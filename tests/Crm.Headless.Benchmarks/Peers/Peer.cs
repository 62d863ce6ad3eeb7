using System.Text.Json;
using Crm.Headless.Benchmarks.Load;
using Crm.Headless.Benchmarks.Running;

namespace Crm.Headless.Benchmarks.Peers;

/// <summary>A server that answers the workloads, in its own words.</summary>
abstract class Peer(string name)
{
    public string Name => name;

    /// <summary>The bearer token that it asks for; empty: none.</summary>
    public virtual string Key => "";

    /// <summary>Starts it on the port.</summary>
    public abstract Task<Child> StartAsync(int port);

    /// <summary>The path that the workload's requests go to.</summary>
    public abstract string Target(string workload);

    /// <summary>The body of a request.</summary>
    public abstract string Body(Ask ask);

    /// <summary>The lines of an answer as <see cref="Expected"/> has them; of W2 those of <see cref="Expected.OnPage"/>.</summary>
    public abstract IReadOnlyList<string> Lines(string workload, JsonElement data);

    /// <summary>Takes back what W4 recorded.</summary>
    public abstract Task ResetAsync();

    /// <summary>In the data set's way of writing.</summary>
    protected static string Time(JsonElement time) => time.GetDateTimeOffset().ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    protected static string Text(JsonElement from, string name) => from.GetProperty(name).ToString();
}
