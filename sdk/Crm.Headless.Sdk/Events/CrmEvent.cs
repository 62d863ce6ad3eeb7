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
/// <param name="Change">What was done; what has an event of its own isn't among it.</param>
public sealed record ContactChanged(Contact Contact, ChangeKind Change) : CrmEvent;

/// <summary>An account was created or changed.</summary>
/// <param name="Account">As it is now.</param>
/// <param name="Change">What was done; never <see cref="ChangeKind.Deleted"/>, see <see cref="AccountDeleted"/>.</param>
public sealed record AccountChanged(Account Account, ChangeKind Change) : CrmEvent;

/// <summary>A contact is gone for good. Earlier events of it that were not yet handled no longer come.</summary>
/// <param name="ContactId">Its key, all that is left of it.</param>
public sealed record ContactDeleted(Guid ContactId) : CrmEvent;

/// <summary>Two contacts turned out to be one person: all that belonged to the one belongs to the other.</summary>
/// <param name="Survivor">The contact that goes on, as it is now.</param>
/// <param name="Merged">The contact that leads to it, as it is now: archived, unless the merge was undone since.</param>
/// <remarks>
/// Comes after the <see cref="ContactChanged"/> of both. What a plugin keeps in its own tables goes over in the merge's transaction, see
/// <see cref="IPersonLifecycle"/>; this is for what it keeps elsewhere.
/// </remarks>
public sealed record ContactMerged(Contact Survivor, Contact Merged) : CrmEvent;

/// <summary>Two contacts that were merged turned out to be two people after all. Comes after their <see cref="ContactMerged"/>.</summary>
/// <param name="Survivor">The contact that had gone on, as it is now.</param>
/// <param name="Separated">The contact that stands for itself again, as it is now.</param>
public sealed record ContactUnmerged(Contact Survivor, Contact Separated) : CrmEvent;

/// <summary>
/// A person was forgotten, and so must be what was told to other systems. Comes for every contact of the person, after its
/// <see cref="ContactDeleted"/>.
/// </summary>
/// <param name="ContactId">Its key, all that is left of it.</param>
public sealed record ContactErased(Guid ContactId) : CrmEvent;

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

    /// <summary>Another contact was merged into it.</summary>
    Merged,

    /// <summary>A contact that had been merged into it stands for itself again.</summary>
    Unmerged,

    /// <summary>The person was forgotten: copies in other systems have to go as well.</summary>
    Erased,
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
