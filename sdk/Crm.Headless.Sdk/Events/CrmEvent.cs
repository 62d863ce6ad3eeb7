namespace Crm.Headless;

/// <summary>
/// Something that was committed. Its row holds keys only; what a handler gets is read again when it is handled, so that it is the
/// state at that time. Events come at least once, in commit order per contact (per account where there is no contact).
/// </summary>
public abstract record CrmEvent
{
    /// <summary>Grows with the commit order.</summary>
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
/// <param name="Change">What was done.</param>
public sealed record ContactChanged(Contact Contact, ChangeKind Change) : CrmEvent;

/// <summary>An account was created or changed.</summary>
/// <param name="Account">As it is now.</param>
/// <param name="Change">What was done.</param>
public sealed record AccountChanged(Account Account, ChangeKind Change) : CrmEvent;

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
/// Handles events of one type. Found in the plugin's assembly, made once per event with the plugin's services. What it changes through
/// <see cref="ICrmStore"/> is committed together with its checkpoint: once, though the call may come more often.
/// </summary>
public interface IEventHandler<in TEvent> where TEvent : CrmEvent
{
    /// <summary>Throws to be called again later: the events of the same contact wait, others go on.</summary>
    Task HandleAsync(TEvent e, CancellationToken ct);
}
