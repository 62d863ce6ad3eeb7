namespace Crm.Headless;

/// <summary>
/// Something that was committed. Core's events hold keys only; what a handler gets is read again when it is handled, so that it is the
/// state at that time. Plugins have <see cref="PluginEvent">events of their own</see>. Events come at least once, in commit order per contact (per account where there is no contact).
/// </summary>
public abstract record CrmEvent
{
    /// <summary>The event's own number: the same when it comes again. Grows with the order per contact, with gaps.</summary>
    public long Sequence { get; init; }

    /// <summary>When it was committed, by the clock of the host.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>An interaction was recorded for the first time.</summary>
/// <param name="Interaction">Revision 1, as it was recorded.</param>
public sealed record InteractionRecorded(Interaction Interaction) : CrmEvent;

/// <summary>A recorded interaction was corrected or voided.</summary>
/// <param name="Interaction">The new revision; its status says whether it counts.</param>
/// <param name="Previous">The revision that it takes the place of.</param>
public sealed record InteractionCorrected(Interaction Interaction, Interaction Previous) : CrmEvent;

/// <summary>A contact was created or changed, its points of contact, affiliations, identities and units included.</summary>
/// <param name="Contact">As it is now.</param>
/// <param name="Change">What was done; never <see cref="ChangeKind.Deleted"/>, see <see cref="ContactDeleted"/>.</param>
public sealed record ContactChanged(Contact Contact, ChangeKind Change) : CrmEvent;

/// <summary>An account was created or changed.</summary>
/// <param name="Account">As it is now.</param>
/// <param name="Change">What was done; never <see cref="ChangeKind.Deleted"/>, see <see cref="AccountDeleted"/>.</param>
public sealed record AccountChanged(Account Account, ChangeKind Change) : CrmEvent;

/// <summary>A contact is gone for good. Earlier events of it that were not yet handled no longer come.</summary>
/// <param name="ContactId">Its key, all that is left of it.</param>
public sealed record ContactDeleted(Guid ContactId) : CrmEvent;

/// <summary>An account is gone for good. Earlier events of it that were not yet handled no longer come.</summary>
/// <param name="AccountId">Its key, all that is left of it.</param>
public sealed record AccountDeleted(Guid AccountId) : CrmEvent;

/// <summary>What was done to a record.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Created,

    /// <summary>Something of it changed.</summary>
    Updated,

    /// <summary>It was put away.</summary>
    Archived,

    /// <summary>It was taken out again.</summary>
    Restored,

    /// <summary>It is gone for good; only its key is left.</summary>
    Deleted,
}

/// <summary>
/// Handles events of one type; a class may handle several types and gets them in one order. Found in the plugin's assembly, made
/// once per event with the plugin's services. What it changes through <see cref="ICrmStore"/> is committed together with its
/// checkpoint: once, though the call may come more often. A new handler, told by its full name, begins with the first event ever.
/// </summary>
public interface IEventHandler<in TEvent> where TEvent : CrmEvent
{
    /// <summary>
    /// Throws to be called again later: the events of the same contact (of the same account where there is no contact) wait,
    /// others go on.
    /// </summary>
    Task HandleAsync(TEvent e, CancellationToken ct);
}
