using Crm.Headless.Server.Plugins.Exports;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Cli.Commands;

/// <summary>A file that gets the export of a removed plugin: under another name until it is complete, and for nobody else's eyes.</summary>
sealed class ExportFile : IDisposable
{
    readonly string _path, _part;
    readonly FileStream _stream;

    ExportFile(string path)
    {
        (_path, _part) = (path, $"{path}.{Guid.NewGuid():n}.part");
        _stream = PrivateFile.Create(_part);
    }

    /// <summary>Before anything is removed.</summary>
    /// <exception cref="StartupException">It can't be written.</exception>
    public static ExportFile Begin(string path)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path)) throw new StartupException($"{path} exists already. Name another file, or remove it first.");
        try
        {
            return new(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} can't be written: {e.Message} Name a file in a folder that exists and that you may write to.", e);
        }
    }

    /// <exception cref="StartupException">There is no such export any more.</exception>
    public async Task WriteAsync(ApiHost host, Guid operation, TextWriter output, CancellationToken ct)
    {
        var exports = host.Services.GetRequiredService<PluginExports>();
        try
        {
            var export = await exports.HandOutAsync(operation, CrmPrincipal.System(CommandHost.Actor), ct);
            await foreach (var chunk in exports.ReadAsync(export, ct)) await _stream.WriteAsync(chunk, ct);
        }
        catch (CrmException none)
        {
            throw new StartupException(none.Message, none);
        }
        await _stream.DisposeAsync();
        File.Move(_part, _path);
        await output.WriteLineAsync($"Wrote {_path} ({new FileInfo(_path).Length:N0} bytes).");
    }

    public void Dispose()
    {
        _stream.Dispose();
        File.Delete(_part);
    }
}
