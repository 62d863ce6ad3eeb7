using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Crm.Headless.GraphQL.Building;

/// <summary>The <c>///</c> comments of assemblies, from the XML files that the compiler writes beside them.</summary>
public sealed partial class XmlDocumentation
{
    readonly Dictionary<string, XElement> _members;

    XmlDocumentation(IEnumerable<XElement> members) =>
        _members = members.GroupBy(member => (string?)member.Attribute("name") ?? "").ToDictionary(group => group.Key, group => group.First());

    public static XmlDocumentation Empty { get; } = new([]);

    /// <summary>Reads the files; one that doesn't exist has no comments.</summary>
    public static XmlDocumentation Load(params IEnumerable<string> paths) =>
        new(paths.Where(File.Exists).SelectMany(path => XDocument.Load(path).Descendants("member")));

    /// <summary>Reads one file's contents.</summary>
    public static XmlDocumentation Parse(string xml) => new(XDocument.Parse(xml).Descendants("member"));

    internal string? Summary(MemberInfo member) => Text(Find(member)?.Element("summary"));

    internal string? Parameter(ParameterInfo parameter)
    {
        var comment = Find(parameter.Member) ?? (parameter.Member is ConstructorInfo { DeclaringType: { } type } ? Find(type) : null);
        return Text(comment?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == parameter.Name));
    }

    XElement? Find(MemberInfo member)
    {
        var comment = _members.GetValueOrDefault(DocumentationId.Of(member));
        if (comment is not null && comment.Element("inheritdoc") is null) return comment;
        return DocumentationId.Inherited(member).Select(Find).FirstOrDefault(found => found is not null) ?? comment;
    }

    static string? Text(XElement? element)
    {
        if (element is null) return null;
        var text = Whitespace().Replace(string.Concat(element.Nodes().Select(Plain)), " ").Trim();
        return text.Length == 0 ? null : text;
    }

    static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } link when link.Value.Length == 0 => Target(link),
        XElement other => string.Concat(other.Nodes().Select(Plain)),
        _ => "",
    };

    static string Target(XElement link)
    {
        var target = (string?)link.Attribute("cref") ?? (string?)link.Attribute("name")
            ?? (string?)link.Attribute("langword") ?? (string?)link.Attribute("href") ?? "";
        if (link.Attribute("cref") is null) return target;
        var name = target.Split('(')[0];
        return name[(name.LastIndexOfAny([':', '.']) + 1)..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
