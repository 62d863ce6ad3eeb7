using System.Reflection;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>What <c>[ID]</c>, <c>[ID&lt;T&gt;]</c> and <c>[Scalar]</c> say about a member: another leaf than its CLR type has.</summary>
/// <param name="Leaf">Null: by convention.</param>
/// <param name="IdOf">Of a global id: the name of the object type. Null when ids are written as they are.</param>
readonly record struct LeafRule(ScalarType? Leaf, string? IdOf)
{
    /// <param name="declaring">Whose id <c>[ID]</c> means; null where that can't be known.</param>
    public static LeafRule Of(ICustomAttributeProvider member, TypeShape shape, Type? declaring, Site site, SchemaDraft draft)
    {
        var attributes = Annotations.All(member).ToList();
        if (attributes.OfType<ScalarAttribute>().FirstOrDefault() is { } scalar) return Named(scalar.Name, site, draft);
        if (IdTarget(attributes, declaring) is not { IsId: true } id) return default;
        var leaf = draft.Outputs.Use(draft.Scalars.Id);
        if (shape.Innermost == typeof(string)) return new(leaf, null);
        if (shape.Innermost != typeof(Guid))
            draft.Problem(site, $"a global id is made of a Guid, not of {shape.Innermost.Name}. Remove [ID], or use a Guid or string.");
        else if (id.Target is null)
            draft.Problem(site, "[ID] doesn't say of which type the id is. Write [ID<Contact>], with the class whose id it is.");
        return new(leaf, id.Target is null ? null : Naming.Output(id.Target));
    }

    static LeafRule Named(string name, Site site, SchemaDraft draft)
    {
        if (draft.Scalars.Find(name) is { } leaf) return new(draft.Outputs.Use(leaf), null);
        draft.Problem(site, $"there is no scalar {name}. There are {draft.Scalars.Names}.");
        return default;
    }

    static (bool IsId, Type? Target) IdTarget(List<Attribute> attributes, Type? declaring)
    {
        var typed = attributes.Select(attribute => attribute.GetType()).FirstOrDefault(type => TypeShape.IsGeneric(type, typeof(IDAttribute<>)));
        if (typed is not null) return (true, typed.GetGenericArguments()[0]);
        return (attributes.OfType<IDAttribute>().Any(), declaring);
    }
}
