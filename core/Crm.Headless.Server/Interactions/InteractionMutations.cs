using Crm.Headless.GraphQL;
using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Contacts;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Units;

namespace Crm.Headless.Server.Interactions;

[MutationType, Authorize("interactions:write")]
[Error<NotFoundException>, Error<TextTooLongException>, Error<UnreadableTextException>, Error<BlankException>]
[Error<PersonalDataRefusedException>]
static class InteractionMutations
{
    /// <summary>Records what happened. With a source and external id that was recorded before, finds that one and changes nothing.</summary>
    [Error<AboutNobodyException>, Error<InvalidDateException>, Error<UnknownTimeZoneException>, Error<InvalidAttributesException>]
    [Error<AmountWithoutCurrencyException>, Error<CurrencyWithoutAmountException>, Error<UnknownCurrencyException>]
    [Error<LinesDontAddUpException>, Error<OutOfRangeException>, Error<TooManyDecimalsException>, Error<TooManyException>]
    [Error<NotReversibleException>, Error<ReversalExceedsPurchaseException>, Error<RetiredKindException>]
    [Error<UnitMissingException>, Error<ExternalIdInUseException>]
    public static Task<Interaction> RecordInteractionAsync(RecordInteractionInput input, InteractionCommands interactions, CancellationToken ct) =>
        interactions.RecordAsync(input, ct);

    /// <summary>
    /// Says what really happened, as a new revision of a recorded interaction; the old one is kept as superseded. What isn't given
    /// stays as it was; when nothing changes there is no new revision. Only the latest revision can be corrected.
    /// </summary>
    [Error<AboutNobodyException>, Error<InvalidDateException>, Error<UnknownTimeZoneException>, Error<InvalidAttributesException>]
    [Error<AmountWithoutCurrencyException>, Error<CurrencyWithoutAmountException>, Error<UnknownCurrencyException>]
    [Error<LinesDontAddUpException>, Error<OutOfRangeException>, Error<TooManyDecimalsException>, Error<TooManyException>]
    [Error<NotReversibleException>, Error<ReversalExceedsPurchaseException>, Error<RetiredKindException>, Error<NotCorrectableException>]
    public static Task<Interaction> CorrectInteractionAsync(CorrectInteractionInput input, InteractionCommands interactions, CancellationToken ct) =>
        interactions.CorrectAsync(input, ct);

    /// <summary>Says that an interaction never happened, as a new revision that is voided; the old one is kept as superseded.</summary>
    [Error<NotCorrectableException>, Error<ReversalExceedsPurchaseException>]
    public static Task<Interaction> VoidInteractionAsync(VoidInteractionInput input, InteractionCommands interactions, CancellationToken ct) =>
        interactions.VoidAsync(input, ct);
}

/// <summary>Something that happened.</summary>
record RecordInteractionInput : InteractionInput
{
    /// <summary>What happened.</summary>
    public InteractionKind Kind { get; init; }

    /// <summary>The system that reports it, such as "shop"; left out when it is entered by hand.</summary>
    public string? Source { get; init; }

    /// <summary>The key in that system, by which recording it again finds it.</summary>
    public string? ExternalId { get; init; }
}

/// <summary>What really happened.</summary>
sealed record CorrectInteractionInput : InteractionInput
{
    /// <summary>The latest revision.</summary>
    [ID<Interaction>]
    public Guid Id { get; init; }

    /// <summary>Why it is corrected, for whoever reads the history.</summary>
    public required string Reason { get; init; }

    /// <summary>What happened.</summary>
    public Optional<InteractionKind> Kind { get; init; }
}

/// <summary>What never happened.</summary>
sealed record VoidInteractionInput
{
    /// <summary>The latest revision.</summary>
    [ID<Interaction>]
    public Guid Id { get; init; }

    /// <summary>Why it is voided, for whoever reads the history.</summary>
    public required string Reason { get; init; }
}
