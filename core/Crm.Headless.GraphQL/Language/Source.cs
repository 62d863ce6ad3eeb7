using System.Text;

namespace Crm.Headless.GraphQL.Language;

/// <summary>The UTF-8 text of a document. Lines and columns are computed only when an error needs them.</summary>
public sealed class Source(ReadOnlyMemory<byte> utf8)
{
    public Source(string text) : this(Encoding.UTF8.GetBytes(text)) { }

    public ReadOnlyMemory<byte> Utf8 { get; } = utf8;

    /// <summary>The place of a byte offset. A line ends with LF, CR or CR LF (spec section 2.1.2).</summary>
    public SourceLocation LocationOf(int offset)
    {
        var before = Utf8.Span[..Math.Min(offset, Utf8.Length)];
        int line = 1, lineStart = 0;
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] == '\r' && i + 1 < Utf8.Length && Utf8.Span[i + 1] == '\n') continue;
            if (before[i] is not ((byte)'\n' or (byte)'\r')) continue;
            line++;
            lineStart = i + 1;
        }
        return new(line, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}
