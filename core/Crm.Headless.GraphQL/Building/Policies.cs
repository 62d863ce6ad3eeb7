using System.Reflection;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>
/// Default deny: a root field, a field that somebody adds to somebody else's type, and every type that rows are made of says who may use
/// it. The other fields follow from their type, and a type of values from the field that returns it.
/// </summary>
sealed class Policies(SchemaDraft draft)
{
    const string Remedy = "[Authorize(\"...\")] with a scope, or [AllowAnonymous] for everybody who is authenticated";

    /// <param name="clr">The parent's class; null at the root.</param>
    public void Check(FieldsType type, Type? clr, MethodInfo method, Site site)
    {
        if (!draft.RequiresPolicies || clr is not null && site.Owner == type.Owner) return;
        if (!FieldFacts.HasPolicy(method) && !FieldFacts.HasPolicy(method.DeclaringType!))
            draft.Problem(site, $"nothing says who may use it. Add {Remedy}.");
    }

    /// <summary>Of a type whose rows somebody reads.</summary>
    public void CheckRows(NamedType type, Type clr)
    {
        if (!draft.RequiresPolicies || FieldFacts.HasPolicy(clr) || draft.Nodes.HasPolicy(clr)) return;
        if (Classes(clr, type.Owner).Any(FieldFacts.HasPolicy)) return;
        draft.Problem(
            new(type.Name, type.Owner),
            $"nothing says who may use its rows. Put {Remedy}, on {clr.Name} or on its [ObjectType<{clr.Name}>] class.");
    }

    /// <summary>The scope that a type needs: its own, that of its node's resolver, or that of the class with its fields.</summary>
    public string? ScopeOf(Type clr, Owner owner) =>
        clr.Annotation<AuthorizeAttribute>()?.Scope
        ?? draft.Nodes.ScopeOf(clr)
        ?? Classes(clr, owner).Select(one => one.Annotation<AuthorizeAttribute>()?.Scope).FirstOrDefault(scope => scope is not null);

    IEnumerable<Type> Classes(Type clr, Owner owner) =>
        draft.Extensions.Declared(clr).Where(extension => extension.Source.Owner == owner).Select(extension => extension.Class);
}
