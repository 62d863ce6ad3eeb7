namespace Crm.Headless.Server.Plugins.Life;

/// <summary>Hears of whatever changes in the plugins folder. Polls nothing.</summary>
static class FolderWatch
{
    public static IDisposable Begin(string folder, Action changed)
    {
        Directory.CreateDirectory(folder);
        var watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Changed += (_, _) => changed();
        watcher.Created += (_, _) => changed();
        watcher.Deleted += (_, _) => changed();
        watcher.Renamed += (_, _) => changed();
        watcher.Error += (_, _) => changed(); // Something was missed.
        watcher.EnableRaisingEvents = true;
        return watcher;
    }
}
