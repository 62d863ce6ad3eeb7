using System.Reflection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>What the schema says about a type or member: its attribute, else its <c>///</c> comment.</summary>
sealed class Descriptions(IReadOnlyList<SchemaSource> sources)
{
    readonly XmlDocumentation[] _docs = [.. sources.Select(source => source.Docs).OfType<XmlDocumentation>().Distinct()];

    public string? Of(MemberInfo member) =>
        member.Annotation<GraphQLDescriptionAttribute>()?.Description ?? First(docs => docs.Summary(member));

    public string? Of(ParameterInfo parameter) =>
        parameter.Annotation<GraphQLDescriptionAttribute>()?.Description ?? First(docs => docs.Parameter(parameter));

    public static string? Deprecation(ICustomAttributeProvider member) =>
        member.Annotation<GraphQLDeprecatedAttribute>()?.Reason ?? member.Annotation<ObsoleteAttribute>()?.Message;

    string? First(Func<XmlDocumentation, string?> find) => _docs.Select(find).FirstOrDefault(text => text is not null);
}
