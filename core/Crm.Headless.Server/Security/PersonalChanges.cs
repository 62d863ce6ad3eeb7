using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Security;

/// <summary>
/// Who may not read personal data may not compare them either: whether a change changes anything tells what was there before, and who is
/// found by an identity has it. He may create records with them all the same.
/// </summary>
static class PersonalChanges
{
    /// <summary>Whether the actor may not read personal data, or what a plugin masks.</summary>
    public static bool IsBlind(this CrmDb db) => db.Policies is { } policies && (!policies.Actor.Has(Access.PersonalData) || policies.MaskAnything);

    /// <exception cref="PersonalDataRefusedException">The actor may not read what it would be compared with.</exception>
    public static void RequireSight(this CrmDb db, bool says, FieldPath at)
    {
        if (says && db.IsBlind()) throw new PersonalDataRefusedException(at);
    }
}

/// <summary>Personal data can't be compared by whoever may not read them.</summary>
sealed class PersonalDataRefusedException(FieldPath field) : InputException("PERSONAL_DATA_REFUSED", field,
    "Names, addresses, numbers, identities and texts of a record that exists are changed and looked up by those who may read them, because the "
    + "answer tells what they are. Leave them out, or ask for the scope personal-data:read.");
