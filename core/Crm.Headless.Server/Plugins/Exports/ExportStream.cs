namespace Crm.Headless.Server.Plugins.Exports;

/// <summary>
/// Takes the bytes of an export and stores them in pieces, each in a transaction of its own: other writers come in between, and what is
/// held in memory is a piece.
/// </summary>
sealed class ExportStream(PluginExports exports, Guid operation) : Stream
{
    public const int ChunkBytes = 256 * 1024;

    readonly MemoryStream _pending = new();
    int _chunks;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What <see cref="FinishAsync"/> has stored in all.</summary>
    public long Stored { get; private set; }

    // Headers of a zip are written like this, a few bytes each.
    public override void Write(byte[] buffer, int offset, int count) => _pending.Write(buffer, offset, count);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken ct = default)
    {
        for (var rest = buffer; rest.Length > 0;)
        {
            var part = rest[..Math.Min(rest.Length, Math.Max(0, ChunkBytes - (int)_pending.Length))];
            _pending.Write(part.Span);
            rest = rest[part.Length..];
            if (_pending.Length >= ChunkBytes) await StoreAsync(ct);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken ct) =>
        WriteAsync(buffer.AsMemory(offset, count), ct).AsTask();

    /// <summary>Stores what is left.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        if (_pending.Length > 0) await StoreAsync(ct);
    }

    public override void Flush() { }

    public override Task FlushAsync(CancellationToken ct) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    async Task StoreAsync(CancellationToken ct)
    {
        await exports.AddAsync(new() { OperationId = operation, Number = _chunks++, Bytes = _pending.ToArray() }, ct);
        Stored += _pending.Length;
        _pending.SetLength(0);
    }
}
