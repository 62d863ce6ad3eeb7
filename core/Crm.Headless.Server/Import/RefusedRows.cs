using System.Text;

namespace Crm.Headless.Server.Import;

/// <summary>The rows that were refused, in a CSV file beside the imported one: line number, reason, the row as it stands there.</summary>
internal sealed class RefusedRows(string path) : IDisposable
{
    StreamWriter? _writer;

    public string Path => path;
    public int Count { get; private set; }

    public void Add(SourceRow row, string reason)
    {
        _writer ??= Begin();
        _writer.WriteLine($"{row.Line},{Quote(reason)},{Quote(row.Raw)}");
        Count++;
    }

    /// <summary>What an earlier run refused is out of date now.</summary>
    public void Clear() => File.Delete(path);

    public void Dispose() => _writer?.Dispose();

    StreamWriter Begin()
    {
        // With a mark, by which Excel knows UTF-8.
        var writer = new StreamWriter(PrivateFile.Create(path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        writer.WriteLine("line,reason,row");
        return writer;
    }

    static string Quote(string text) => $"\"{text.Replace("\"", "\"\"")}\"";
}
