using System.Text.Encodings.Web;
using System.Text.Json;

namespace Crm.Headless.GraphQL.Execution.Writing;

/// <summary>A JSON writer that can be rewound to an earlier place, for nulls that propagate.</summary>
/// <remarks>
/// One <see cref="Utf8JsonWriter"/> writes everything. Without validation it takes any token at any time, and after a reset
/// it is in the state "just behind a property's name", which is where most nulls are written.
/// </remarks>
sealed class JsonOutput : IDisposable
{
    static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly PooledBuffer _buffer;
    int _start;

    public JsonOutput(PooledBuffer buffer)
    {
        _buffer = buffer;
        _start = buffer.Length;
        Writer = new(buffer, Options);
    }

    public Utf8JsonWriter Writer { get; }
    public int Position => _start + (int)Writer.BytesCommitted + Writer.BytesPending;

    /// <summary>Forgets what was written since the position, and writes null there.</summary>
    /// <param name="isFollowingItem">The position is behind an item of a list.</param>
    public void WriteNullAt(int position, bool isFollowingItem = false)
    {
        Rewind(position);
        if (isFollowingItem) Writer.WriteRawValue(",null"u8, skipInputValidation: true);
        else Writer.WriteNullValue();
    }

    /// <summary>Whether the value written at the position, the last one, is null.</summary>
    public bool WroteNullAt(int position)
    {
        if (Position - position != 4) return false;
        Writer.Flush();
        return _buffer.Written.Span[position..].SequenceEqual("null"u8);
    }

    public void Rewind(int position)
    {
        Writer.Flush();
        _buffer.Rewind(position);
        _start = position;
        Writer.Reset();
    }

    public void Flush() => Writer.Flush();

    public void Dispose() => Writer.Dispose();
}
