using System.Reflection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>What <c>[PersonalData]</c> says about members, and what follows for those that are computed from them.</summary>
static class Personal
{
    public static bool IsMarked(ICustomAttributeProvider member) => Own(member) == true;

    /// <summary>What the member says itself, else whether it is computed from what is personal.</summary>
    /// <param name="clr">The parent's class; null at the root.</param>
    /// <param name="reads">The parent's properties that it is made of; null: the whole parent.</param>
    public static bool Is(MemberInfo member, Type? clr, IReadOnlyList<PropertyInfo>? reads)
    {
        if (Own(member) is { } own) return own;
        return clr is not null && (reads?.Any(IsMarked) ?? Knows(clr));
    }

    public static PersonalDataMask Mask(MemberInfo member) => member.Annotation<PersonalDataAttribute>()?.Mask ?? default;

    /// <summary>What the member says itself; what is sensitive is personal unless it says otherwise. Null: nothing.</summary>
    static bool? Own(ICustomAttributeProvider member) =>
        member.Annotation<PersonalDataAttribute>()?.IsPersonal ?? (member.Has<SensitiveAttribute>() ? true : null);

    /// <summary>Whoever is handed an object of the class is handed personal data.</summary>
    static bool Knows(Type clr) => IsMarked(clr) || clr.GetProperties(BindingFlags.Public | BindingFlags.Instance).Any(IsMarked);
}
