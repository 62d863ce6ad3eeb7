using System.Reflection;

namespace Crm.Headless.Build;

/// <summary>The scopes that a plugin's part of the schema asks of a client: wherever <c>[Authorize]</c> stands.</summary>
static class DeclaredScopes
{
    const string Authorize = "Crm.Headless.GraphQL.AuthorizeAttribute";

    const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(IEnumerable<Type> types) =>
        types.SelectMany(AttributesOf).Where(attribute => attribute.AttributeType.FullName == Authorize)
            .Select(attribute => (string)attribute.ConstructorArguments[0].Value!)
            .Distinct().Order(StringComparer.Ordinal);

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
