using System.Runtime.InteropServices;

namespace Crm.Headless.Server.Plugins;

/// <summary>Finds a plugin's native library: beside its assemblies, or where NuGet puts it for this kind of machine.</summary>
static class NativeLibraries
{
    public static string? Find(string folder, string name) =>
        (from place in new[] { folder, Path.Combine(folder, "runtimes", Platform, "native") }
         from file in new[] { name, name + Extension, "lib" + name + Extension }
         select Path.Combine(place, file)).FirstOrDefault(File.Exists);

    static string Platform => $"{System}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    static string System => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    static string Extension => OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
}
