using System.Diagnostics;
using System.Globalization;

namespace Crm.Headless.Server.Import;

/// <summary>One line on the console that is written over as the work goes on; where the output isn't a console, a line now and then.</summary>
internal sealed class ImportProgress(TextWriter output, bool isConsole) : IProgress<(int Rows, double Done)>, IProgress<long>
{
    readonly TimeSpan _pause = isConsole ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(10);
    long _last = Stopwatch.GetTimestamp();

    public void Report((int Rows, double Done) value) =>
        Write(() => string.Create(CultureInfo.InvariantCulture, $"{value.Done,5:P0}  {value.Rows:N0} rows"));

    public void Report(long value) =>
        Write(() => string.Create(CultureInfo.InvariantCulture, $"{value:N0} events are waiting for their handlers"));

    /// <summary>Ends the line, so that others can write.</summary>
    public void End()
    {
        if (isConsole) output.Write("\r\u001b[K");
    }

    void Write(Func<string> text)
    {
        if (Stopwatch.GetElapsedTime(_last) < _pause) return;
        _last = Stopwatch.GetTimestamp();
        if (isConsole) output.Write($"\r\u001b[K{text()}");
        else output.WriteLine(text());
    }
}
