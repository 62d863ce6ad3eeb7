using System.Text;

namespace Crm.Headless.Server.Import;

/// <summary>
/// The encoding of a file: what the map says, else a byte order mark, else UTF-8 if all of it is that, else GB18030, the superset of
/// GBK in which Chinese Excel writes its CSV.
/// </summary>
internal static class SourceEncoding
{
    static SourceEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Encoding Of(string file, string? named)
    {
        if (named is null) return IsUtf8(file) ? Encoding.UTF8 : Encoding.GetEncoding("gb18030");
        try
        {
            return Encoding.GetEncoding(named);
        }
        catch (ArgumentException)
        {
            throw new StartupException($"The map names the encoding \"{named}\", which is not known. Use a name such as utf-8, gbk or windows-1252.");
        }
    }

    static bool IsUtf8(string file)
    {
        using var stream = File.OpenRead(file);
        Span<byte> head = stackalloc byte[2];
        if (stream.ReadAtLeast(head, 2, throwOnEndOfStream: false) == 2 && head is [0xFF, 0xFE] or [0xFE, 0xFF]) return true; // UTF-16, which the reader sees
        stream.Position = 0;

        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var bytes = new byte[64 * 1024];
        var chars = new char[64 * 1024];
        try
        {
            for (int read; (read = stream.Read(bytes)) > 0;) decoder.GetChars(bytes, 0, read, chars, 0, flush: false);
            decoder.GetChars([], 0, 0, chars, 0, flush: true);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
