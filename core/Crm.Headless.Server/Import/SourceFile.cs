using System.Text;
using CsvHelper;

namespace Crm.Headless.Server.Import;

/// <summary>How the columns of a file are told apart.</summary>
internal enum SourceFormat { Csv, Tsv, Spaces }

/// <summary>A file with a heading and rows, read as a stream. A row that can't be read comes with its problem.</summary>
internal sealed class SourceFile(string path, SourceFormat format, Encoding encoding)
{
    public Encoding Encoding { get; } = encoding;

    /// <exception cref="StartupException">There is no such file, or the map doesn't say how to read it.</exception>
    public static SourceFile Open(string path, ImportMap map) => File.Exists(path)
        ? new(path, FormatOf(path, map.Format), SourceEncoding.Of(path, map.Encoding))
        : throw new StartupException($"The file \"{path}\" does not exist.");

    static SourceFormat FormatOf(string path, string? named) => (named?.ToLowerInvariant(), Path.GetExtension(path).ToLowerInvariant()) switch
    {
        ("csv", _) or (null, ".csv") => SourceFormat.Csv,
        ("tsv", _) or (null, ".tsv" or ".tab") => SourceFormat.Tsv,
        ("spaces", _) => SourceFormat.Spaces,
        (null, var extension) => throw new StartupException(
            $"The format of a file that ends in \"{extension}\" can't be told. Add \"format\": \"csv\", \"tsv\" or \"spaces\" to the map."),
        _ => throw new StartupException($"The map names the format \"{named}\". Known are csv, tsv and spaces."),
    };

    /// <summary>The rows, each with the share of the file that has been read.</summary>
    public IEnumerable<(SourceRow Row, double Done)> Read(Action<IReadOnlyList<string>> onHeading)
    {
        using var stream = File.OpenRead(path);
        using var reader = new StreamReader(stream, Encoding, detectEncodingFromByteOrderMarks: true);
        var rows = format == SourceFormat.Spaces ? ReadSpaces(reader, onHeading) : ReadSeparated(reader, onHeading);
        foreach (var row in rows) yield return (row, (double)stream.Position / Math.Max(1, stream.Length));
    }

    static IEnumerable<SourceRow> ReadSpaces(StreamReader reader, Action<IReadOnlyList<string>> onHeading)
    {
        string[]? heading = null;
        long line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            var cells = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length == 0) continue;
            if (heading is null) onHeading(heading = cells);
            else yield return ToRow(line, text, heading, cells);
        }
    }

    IEnumerable<SourceRow> ReadSeparated(StreamReader reader, Action<IReadOnlyList<string>> onHeading)
    {
        var isMalformed = false;
        using var csv = CsvReader.Create(reader, new CsvReaderOptions
        {
            Separator = format == SourceFormat.Tsv ? '\t' : ',',
            TrackLineNumbers = true,
            MaxRecordSize = 1 << 20,
            OnMalformedRecord = _ => isMalformed = true,
        });
        csv.ReadHeader();
        string[] heading = [.. csv.Headers.Select(name => name.Trim())];
        onHeading(heading);
        while (csv.Read())
        {
            var row = ToRow(csv.LineNumber, csv.Current.ToString(), heading, csv.Current.ToArray());
            yield return isMalformed ? row with { Problem = "A quotation mark stands where none may be. Double it inside a value in quotation marks." } : row;
            isMalformed = false;
        }
    }

    static SourceRow ToRow(long line, string raw, string[] heading, string[] cells)
    {
        var values = new Dictionary<string, string>(heading.Length);
        for (var i = 0; i < Math.Min(heading.Length, cells.Length); i++) values[heading[i]] = cells[i].Trim();
        return new(line, raw, values, cells.Length == heading.Length ? null : $"The row has {cells.Length} columns, the heading {heading.Length}.");
    }
}
