using System.Linq.Expressions;

namespace Crm.Headless.Server.Security;

/// <summary>
/// A member sees itself; somebody of a unit those that belong to it, and those whom he looks after. One that was merged tells about the
/// survivor: it is seen by those who see both.
/// </summary>
sealed class ContactPolicy : IRowPolicy<Contact>
{
    public Expression<Func<Contact, bool>>? Visible(IRowPolicyContext context)
    {
        if (context.Actor.ContactId is { } self) return contact => contact.Id == self;
        if (context.Actor.Units is null) return null;
        var (units, memberships, contacts, user) =
            (context.Seen<Unit>(), context.All<UnitMembership>(), context.All<Contact>(), context.Actor.UserId);
        return contact =>
            (contact.OwnerId == user && user != null
                || memberships.Any(membership => membership.ContactId == contact.Id && units.Any(unit => unit.Id == membership.UnitId)))
            // Most were never merged, for whom nothing more is looked up.
            && (contact.MergedIntoId == null
                || memberships.Any(membership => membership.ContactId == contact.MergedIntoId && units.Any(unit => unit.Id == membership.UnitId))
                || user != null && contacts.Any(survivor => survivor.Id == contact.MergedIntoId && survivor.OwnerId == user));
    }
}

/// <summary>A member sees none; somebody of a unit those that belong to it, and those that he looks after.</summary>
sealed class AccountPolicy : IRowPolicy<Account>
{
    public Expression<Func<Account, bool>>? Visible(IRowPolicyContext context)
    {
        if (context.Actor.ContactId is not null) return account => false;
        if (context.Actor.Units is null) return null;
        var (units, memberships, user) = (context.Seen<Unit>(), context.All<UnitMembership>(), context.Actor.UserId);
        return account => account.OwnerId == user && user != null
            || memberships.Any(membership => membership.AccountId == account.Id && units.Any(unit => unit.Id == membership.UnitId));
    }
}

/// <summary>
/// A member sees its own. Somebody of a unit those that happened there and those of his own acting; what happened in no particular unit
/// is seen with its contact or account.
/// </summary>
sealed class InteractionPolicy : IRowPolicy<Interaction>
{
    public Expression<Func<Interaction, bool>>? Visible(IRowPolicyContext context)
    {
        if (context.Actor.ContactId is { } self) return interaction => interaction.ContactId == self;
        if (context.Actor.Units is null) return null;
        var (units, contacts, accounts, user) =
            (context.Seen<Unit>(), context.Seen<Contact>(), context.Seen<Account>(), context.Actor.UserId);
        return interaction => interaction.ActorId == user && user != null
            || units.Any(unit => unit.Id == interaction.UnitId)
            || (interaction.UnitId == null
                && (contacts.Any(contact => contact.Id == interaction.ContactId) || accounts.Any(account => account.Id == interaction.AccountId)));
    }
}
