namespace Crm.Headless.GraphQL;

/// <summary>
/// Tells something about a person. Without <c>personal-data:read</c> its value comes masked, and nobody filters or sorts by it. On a class
/// it takes the whole type away. What is computed from a whole object with such members tells them too, unless it says
/// <c>[PersonalData(false)]</c>.
/// </summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Method)]
public sealed class PersonalDataAttribute(bool isPersonal = true) : Attribute
{
    /// <summary>False: it tells nothing about a person, although it is computed from what does.</summary>
    public bool IsPersonal { get; } = isPersonal;

    /// <summary>What is left of the value.</summary>
    public PersonalDataMask Mask { get; init; }
}

/// <summary>
/// What is left of a personal value without the right to read it. Where a mask doesn't fit the type the value is null, and where it can't
/// be null the field doesn't exist.
/// </summary>
public enum PersonalDataMask
{
    /// <summary>By its type: an email address, a phone number, any other text; null for everything else.</summary>
    ByType,

    /// <summary>The first character: <c>A***</c>.</summary>
    Text,

    /// <summary>The first letter and the domain: <c>a***@x.io</c>.</summary>
    Email,

    /// <summary>The first three and the last four digits: <c>138****5678</c>.</summary>
    Phone,

    /// <summary>As what it looks like: an email address, a phone number or another text.</summary>
    ByLook,

    /// <summary>Nothing.</summary>
    Null,
}
