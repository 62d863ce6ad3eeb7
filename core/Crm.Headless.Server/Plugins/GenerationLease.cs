namespace Crm.Headless.Server.Plugins;

/// <summary>The right to use a generation: it isn't torn down before this is disposed of.</summary>
sealed class GenerationLease(Generation generation) : IDisposable
{
    Generation? _generation = generation;

    public Generation Generation => _generation ?? throw new ObjectDisposedException(nameof(GenerationLease));

    public void Dispose() => Interlocked.Exchange(ref _generation, null)?.Release();
}
