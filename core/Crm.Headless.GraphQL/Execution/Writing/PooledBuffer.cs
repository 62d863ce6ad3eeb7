using System.Buffers;

namespace Crm.Headless.GraphQL.Execution.Writing;

/// <summary>One growing piece of pooled memory with a limit, that can be rewound.</summary>
sealed class PooledBuffer(int limit) : IBufferWriter<byte>, IDisposable
{
    const int InitialSize = 16 * 1024;

    /// <summary>Larger arrays are left to the collector: the pool would keep some of them for every thread.</summary>
    const int LargestPooled = 1024 * 1024;

    byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);

    public int Length { get; private set; }
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <exception cref="BufferFullException">It would hold more than the limit.</exception>
    public void Advance(int count)
    {
        Length += count;
        if (Length > limit) throw new BufferFullException();
    }

    public void Rewind(int length) => Length = Math.Min(length, Length);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Dispose()
    {
        Return(_bytes);
        (_bytes, Length) = ([], 0);
    }

    void EnsureRoom(int sizeHint)
    {
        if (_bytes.Length - Length >= Math.Max(sizeHint, 1)) return;
        var bigger = Rent(Math.Max(_bytes.Length * 2, Length + Math.Max(sizeHint, InitialSize)));
        _bytes.AsSpan(0, Length).CopyTo(bigger);
        Return(_bytes);
        _bytes = bigger;
    }

    static byte[] Rent(int size) =>
        size <= LargestPooled ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);

    static void Return(byte[] bytes)
    {
        if (bytes.Length is > 0 and <= LargestPooled) ArrayPool<byte>.Shared.Return(bytes);
    }
}

/// <summary>An answer is larger than it may be.</summary>
sealed class BufferFullException() : Exception("The buffer is full.");
