using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Contacts.Lifecycle;

/// <summary>A contact can't be merged with itself.</summary>
sealed class SameContactException()
    : InputException("SAME_CONTACT", FieldPath.Input["mergedId"], "This is the survivor itself, or leads to it already. Name two contacts.");

/// <summary>The contact was merged into another one, which stands in its place.</summary>
sealed class ContactMergedException(FieldPath field, Guid into)
    : InputException("CONTACT_MERGED", field, $"The contact was merged into {GlobalId.Format(nameof(Contact), into)}. Name that one, or undo the merge first.")
{
    /// <summary>The contact that stands in its place.</summary>
    [ID<Contact>]
    public Guid IntoId { get; } = into;
}

/// <summary>Who belongs to the person isn't who it was when plugins were asked: others were merged into the contact, or separated from it.</summary>
sealed class PersonChangedException(Guid contact)
    : CrmException("PERSON_CHANGED", $"{GlobalId.Format(nameof(Contact), contact)} was merged or separated by others at the same time, again and again. Try again.");

/// <summary>The contact stands for itself.</summary>
sealed class ContactNotMergedException(Guid contact)
    : InputException("CONTACT_NOT_MERGED", FieldPath.Input["mergedId"], $"{GlobalId.Format(nameof(Contact), contact)} wasn't merged into another contact. There is nothing to undo.");

/// <summary>Plugins keep rows about contacts and don't say what becomes of them, or can't be asked.</summary>
sealed class PluginsPassiveException(IReadOnlyList<string> plugins) : CrmException("PLUGINS_PASSIVE",
    $"These plugins keep rows about contacts and don't say what becomes of them, or can't be asked because they aren't enabled: {string.Join(", ", plugins)}. "
    + "Enable them, ask their authors for a release with an IPersonLifecycle, or name them in \"acceptPlugins\": their rows then stay as they are.")
{
    /// <summary>The plugins' ids.</summary>
    public IReadOnlyList<string> Plugins { get; } = plugins;
}

/// <summary>Everything about a person is personal data.</summary>
sealed class ExportNeedsPersonalDataException() : CrmException("PERSONAL_DATA_REFUSED",
    "An export holds personal data, and you may not read any. Ask for the scope personal-data:read.");

/// <summary>Whoever exports doesn't see all that an export holds.</summary>
sealed class ExportNeedsWholeSightException() : CrmException("EXPORT_NEEDS_WHOLE_SIGHT",
    "An export holds all that is known of a person, in whichever unit, and you see a part: you belong to a unit, or lack a scope that a plugin asks for. "
    + "Have somebody export it who sees everything.");
