using System.Text;

namespace Crm.Headless.GraphQL.Language;

/// <summary>The UTF-8 text of a document. Lines and columns are computed only when an error needs them.</summary>
public sealed class Source(ReadOnlyMemory<byte> utf8)
{
    int[]? _lineStarts;

    public Source(string text) : this(Encoding.UTF8.GetBytes(text)) { }

    public ReadOnlyMemory<byte> Utf8 { get; } = utf8;

    /// <summary>The place of a byte offset. A line ends with LF, CR or CR LF (spec section 2.1.2).</summary>
    public SourceLocation LocationOf(int offset)
    {
        var starts = _lineStarts ??= FindLineStarts(Utf8.Span);
        offset = Math.Min(offset, Utf8.Length);
        var found = Array.BinarySearch(starts, offset);
        var line = found >= 0 ? found : ~found - 1;
        return new(line + 1, Encoding.UTF8.GetCharCount(Utf8.Span[starts[line]..offset]) + 1);
    }

    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    static int[] FindLineStarts(ReadOnlySpan<byte> text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            var end = text[i..].IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0) break;
            i += end;
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') i++;
            starts.Add(i + 1);
        }
        return [.. starts];
    }
}
