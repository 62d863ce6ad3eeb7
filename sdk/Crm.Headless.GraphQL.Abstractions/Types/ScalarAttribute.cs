namespace Crm.Headless.GraphQL;

/// <summary>
/// Shown as this scalar instead of the one that the CLR type has by convention: <c>[Scalar("EmailAddress")] string Email</c>.
/// For text: <c>EmailAddress</c>, <c>PhoneNumber</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Method)]
public sealed class ScalarAttribute(string name) : Attribute
{
    /// <summary>The scalar's name in the schema.</summary>
    public string Name { get; } = name;
}
