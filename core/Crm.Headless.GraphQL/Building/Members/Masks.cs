using System.Reflection;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>What <c>[MaskedWithout]</c> and <c>[Masks]</c> say about members, and what follows for those that are computed from them.</summary>
sealed class Masks
{
    readonly ILookup<Type, IMasks> _ofTypes;

    public Masks(SchemaDraft draft)
    {
        var declared = draft.Extensions.All.SelectMany(extension => extension.Class.GetCustomAttributes(inherit: false).OfType<IMasks>(),
            (extension, mask) => (Extension: extension, Mask: mask)).ToList();
        foreach (var (extension, mask) in declared)
            if (mask.Type.GetProperty(mask.Member) is not { } property || property.Has<GraphQLIgnoreAttribute>())
                draft.Problem(new(extension.Class.Name, extension.Source.Owner),
                    $"[Masks<{mask.Type.Name}>] names \"{mask.Member}\", which is no property of {mask.Type.Name} that the API shows. Name one that is.");
        _ofTypes = declared.ToLookup(one => one.Mask.Type, one => one.Mask);
    }

    /// <summary>Whether the property is masked for somebody.</summary>
    public bool Has(PropertyInfo property) => Own(property).Any();

    /// <summary>What the member says itself, and what is said of that which it is computed from.</summary>
    /// <param name="clr">The parent's class; null at the root.</param>
    /// <param name="reads">The parent's properties that it is made of; null: the whole parent.</param>
    public IReadOnlyList<FieldMask> Of(MemberInfo member, Type? clr, IReadOnlyList<PropertyInfo>? reads)
    {
        var own = Own(member).ToList();
        if (clr is null || member.Annotation<PersonalDataAttribute>() is { IsPersonal: false }) return own;
        var inherited = (reads ?? clr.GetProperties(BindingFlags.Public | BindingFlags.Instance)).Where(property => property.Name != member.Name).SelectMany(Own)
            .Select(mask => mask.Mask == PersonalDataMask.Null ? mask : new FieldMask(mask.Scope, PersonalDataMask.ByType));
        return [.. own.Concat(inherited).Distinct()];
    }

    IEnumerable<FieldMask> Own(MemberInfo member)
    {
        if (member.Annotation<MaskedWithoutAttribute>() is { } own) yield return new(own.Scope, own.Mask);
        if (member is not PropertyInfo property || property.ReflectedType is not { } clr) yield break;
        foreach (var type in Extensions.Ancestors(clr).Prepend(clr))
            foreach (var mask in _ofTypes[type])
                if (mask.Member == property.Name) yield return new(mask.Scope, mask.Mask);
    }
}
