using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Interactions;

[MutationType, Authorize("interactions:write")]
static class RecordInteractions
{
    /// <summary>
    /// Records up to 1,000 interactions. One whose source and external id was recorded before is found and stays as it is, so that
    /// it can be repeated without doubling anything. A row that is refused has its error; the others are taken all the same.
    /// </summary>
    [Error<TooManyException>, Cost(50)]
    public static Task<RecordInteractionsPayload> RecordInteractionsAsync(RecordInteractionsInput input, InteractionCommands interactions, CancellationToken ct) =>
        interactions.RecordAsync(input, ct);
}

/// <summary>What happened.</summary>
sealed record RecordInteractionsInput
{
    /// <summary>At most 1,000.</summary>
    public required IReadOnlyList<RecordInteractionInput> Interactions { get; init; }
}

/// <summary>What became of the interactions.</summary>
/// <param name="Rows">One per row, in their order.</param>
/// <param name="Created">How many were recorded.</param>
/// <param name="AlreadyRecorded">How many were recorded before.</param>
/// <param name="Refused">How many have an error.</param>
sealed record RecordInteractionsPayload(IReadOnlyList<RecordInteractionsRow> Rows, int Created, int AlreadyRecorded, int Refused);

/// <summary>What became of an interaction.</summary>
/// <param name="Index">The row, from 0.</param>
/// <param name="Interaction">The interaction; null when the row was refused.</param>
/// <param name="Outcome">What happened; null when the row was refused.</param>
/// <param name="Error">Why the row was refused; null when it was taken.</param>
sealed record RecordInteractionsRow(int Index, Interaction? Interaction, RowOutcome? Outcome, RowError? Error);
