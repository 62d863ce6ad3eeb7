using System.Diagnostics;
using System.Globalization;

namespace Crm.Headless.Benchmarks.Running;

/// <summary>
/// A program in the background. A shell stands between: it waits for the end of its input, which comes when this process ends, however
/// it ends, and then stops the program and waits for it.
/// </summary>
sealed class Child : IAsyncDisposable
{
    const string Script = """signal=$1; log=$2; shift 2; "$@" > "$log" 2>&1 & echo $!; read -r _; kill -s "$signal" $! && wait $!""";

    readonly Process _shell;
    readonly Process _program;
    readonly string _log;

    Child(Process shell, Process program, string log) => (_shell, _program, _log) = (shell, program, log);

    /// <summary>What the program used of the processors so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            _program.Refresh();
            return _program.TotalProcessorTime;
        }
    }

    public long MemoryMiB
    {
        get
        {
            _program.Refresh();
            return _program.WorkingSet64 >> 20;
        }
    }

    public static async Task<Child> StartAsync(string name, string signal, IReadOnlyList<string> command, string? folder = null)
    {
        var log = Path.Combine(Directory.CreateDirectory(Path.Combine(Places.Output, "logs")).FullName, name + ".log");
        var start = new ProcessStartInfo("sh", ["-c", Script, "sh", signal, log, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder ?? Places.Output,
        };
        var shell = Process.Start(start)!;
        var id = int.Parse((await shell.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        return new(shell, Process.GetProcessById(id), log);
    }

    /// <summary>Tries until it succeeds.</summary>
    /// <exception cref="BenchException">It didn't within a minute, or the program ended.</exception>
    public async Task WaitAsync(Func<Task<bool>> ready)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await ready())
        {
            if (_program.HasExited || Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(1))
                throw new BenchException($"It did not start; {_log} says: {await File.ReadAllTextAsync(_log)}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
        _program.Dispose();
    }
}
