using System.Reflection;

namespace Crm.Headless.Build;

/// <summary>The scopes that a plugin's part of the schema asks of a client: wherever <c>[Authorize]</c>, <c>[MaskedWithout]</c> and <c>[Masks]</c> stand.</summary>
static class DeclaredScopes
{
    const string Authorize = "Crm.Headless.GraphQL.AuthorizeAttribute", MaskedWithout = "Crm.Headless.GraphQL.MaskedWithoutAttribute";
    const string Masks = "Crm.Headless.GraphQL.MasksAttribute`1";

    const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(IEnumerable<Type> types) =>
        types.SelectMany(AttributesOf).Select(ScopeOf).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    static string? ScopeOf(CustomAttributeData attribute) => attribute.AttributeType switch
    {
        { FullName: Authorize or MaskedWithout } => (string)attribute.ConstructorArguments[0].Value!,
        { IsGenericType: true } type when type.GetGenericTypeDefinition().FullName == Masks => (string)attribute.ConstructorArguments[1].Value!,
        _ => null,
    };

    static IEnumerable<CustomAttributeData> AttributesOf(Type type)
    {
        var members = type.GetMembers(Declared);
        var parameters = members.OfType<MethodBase>().SelectMany(method => method.GetParameters());
        return
        [
            .. type.GetCustomAttributesData(),
            .. members.SelectMany(member => member.GetCustomAttributesData()),
            .. parameters.SelectMany(parameter => parameter.GetCustomAttributesData()),
        ];
    }
}
