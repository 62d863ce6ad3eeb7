using System.Linq.Expressions;

namespace Crm.Headless.Server.Security;

/// <summary>Units: the actor's own and all below them.</summary>
sealed class UnitPolicy : IRowPolicy<Unit>
{
    public Expression<Func<Unit, bool>>? Visible(IRowPolicyContext context)
    {
        if (context.Actor.Units is not { } units) return null;
        var steps = units.Select(unit => unit.ToString("N")).ToArray();
        return unit => steps.Any(step => unit.Path.Contains(step));
    }
}

/// <summary>That somebody belongs to a unit: with the unit.</summary>
sealed class UnitMembershipPolicy : IRowPolicy<UnitMembership>
{
    public Expression<Func<UnitMembership, bool>>? Visible(IRowPolicyContext context)
    {
        if (context.Actor.Units is null) return null;
        var (units, contacts, accounts) = (context.Seen<Unit>(), context.Seen<Contact>(), context.Seen<Account>());
        return membership => units.Any(unit => unit.Id == membership.UnitId)
            && (contacts.Any(contact => contact.Id == membership.ContactId) || accounts.Any(account => account.Id == membership.AccountId));
    }
}

/// <summary>People: those of the actor's units, and oneself.</summary>
sealed class UserPolicy : IRowPolicy<User>
{
    public Expression<Func<User, bool>>? Visible(IRowPolicyContext context)
    {
        if (context.Actor.Units is null) return null;
        var (units, self) = (context.Seen<Unit>(), context.Actor.UserId);
        return user => user.Id == self || units.Any(unit => unit.Id == user.UnitId);
    }
}

/// <summary>API clients: those of the actor's units.</summary>
sealed class ApiClientPolicy : IRowPolicy<ApiClient>
{
    public Expression<Func<ApiClient, bool>>? Visible(IRowPolicyContext context)
    {
        if (context.Actor.Units is null) return null;
        var units = context.Seen<Unit>();
        return client => units.Any(unit => unit.Id == client.UnitId);
    }
}
