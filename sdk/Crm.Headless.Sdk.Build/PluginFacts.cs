namespace Crm.Headless.Build;

/// <summary>What the project file says of a plugin, as lines of <c>name=value</c> that the build target writes.</summary>
sealed class PluginFacts
{
    readonly ILookup<string, string> _values;

    PluginFacts(ILookup<string, string> values) => _values = values;

    public static PluginFacts Read(string path) => new(
        (from line in File.ReadLines(path)
         let at = line.IndexOf('=')
         where at > 0
         select (Name: line[..at], Value: line[(at + 1)..])).ToLookup(fact => fact.Name, fact => fact.Value));

    public string this[string name] => _values[name].FirstOrDefault() ?? throw new BuildException($"The build target doesn't say the plugin's {name}.");

    /// <summary>The entry assembly, as it was built.</summary>
    public string Assembly => this["assembly"];

    /// <summary>What the plugin may refer to.</summary>
    public IEnumerable<string> References => _values["reference"];

    public IEnumerable<string> Asks => _values["asks"].Order(StringComparer.Ordinal).Distinct();

    public IEnumerable<(string Id, string Range)> Requires => _values["requires"].Select(InTwo);

    /// <summary>What will lie in its folder, and where it is now.</summary>
    public IEnumerable<(string Name, string Source)> Files =>
        _values["file"].Select(InTwo).Select(file => (file.Item1.Replace('\\', '/'), file.Item2));

    static (string, string) InTwo(string value) => value.IndexOf('|') is > 0 and var at ? (value[..at], value[(at + 1)..]) : (value, "");
}
