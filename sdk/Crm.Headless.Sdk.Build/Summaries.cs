using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Crm.Headless.Build;

/// <summary>The <c>///</c> texts of an assembly.</summary>
sealed partial class Summaries
{
    readonly Dictionary<string, string> _texts;

    Summaries(Dictionary<string, string> texts) => _texts = texts;

    public static Summaries BesideOf(string assembly)
    {
        var path = Path.ChangeExtension(assembly, ".xml");
        if (!File.Exists(path)) return new([]);
        var texts = from member in XDocument.Load(path).Descendants("member")
                    let summary = member.Element("summary")
                    where summary is not null
                    select (Name: (string)member.Attribute("name")!, Text: Spaces().Replace(summary.Value.Trim(), " "));
        return new(texts.GroupBy(one => one.Name).ToDictionary(same => same.Key, same => same.First().Text));
    }

    public string? Of(PropertyInfo property) => _texts.GetValueOrDefault($"P:{NameOf(property.DeclaringType!)}.{property.Name}");

    public string? Of(Type type) => _texts.GetValueOrDefault($"T:{NameOf(type)}");

    static string NameOf(Type type) => (type.FullName ?? type.Name).Replace('+', '.');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
