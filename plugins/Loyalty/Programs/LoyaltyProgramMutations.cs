using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Makes and changes programmes.</summary>
[MutationType, Authorize("loyalty:admin")]
static class LoyaltyProgramMutations
{
    /// <summary>
    /// Makes a programme, without rules. Members of it are enrolled with loyaltyEnroll; purchases by themselves enrol in the default one.
    /// </summary>
    [Error<LoyaltyProgramInvalidException>, Error<LoyaltyCodeInvalidException>, Error<LoyaltyCodeInUseException>]
    public static Task<LoyaltyProgram> LoyaltyCreateProgramAsync(
        LoyaltyCreateProgramInput input, ProgramDesk programs, CancellationToken ct) =>
        programs.CreateAsync(input, ct);

    /// <summary>
    /// Changes a programme. By what it says about earning is judged what happens from now on; what happened before goes on being judged by
    /// what it said then, unless nothing was earned in it yet.
    /// </summary>
    [Error<LoyaltyProgramNotFoundException>, Error<LoyaltyProgramInvalidException>, Error<LoyaltyProgramChangedException>]
    public static Task<LoyaltyProgram> LoyaltyUpdateProgramAsync(
        LoyaltyUpdateProgramInput input, ProgramDesk programs, CancellationToken ct) =>
        programs.UpdateAsync(input, ct);
}

/// <summary>A new programme.</summary>
sealed record LoyaltyCreateProgramInput : LoyaltyProgramInput
{
    /// <summary>By what clients know it: small letters, digits and hyphens.</summary>
    public required string Code { get; init; }
}

/// <summary>What shall be different about a programme.</summary>
sealed record LoyaltyUpdateProgramInput : LoyaltyProgramInput
{
    /// <summary>The code of the programme; null: the default one.</summary>
    public string? Program { get; init; }

    /// <summary>The version that the change is about: it is refused if there is a newer one. Null: whichever it is.</summary>
    public int? Version { get; init; }

    /// <summary>Whether points are earned.</summary>
    public Optional<LoyaltyProgramStatus> Status { get; init; }
}

/// <summary>The programme was changed by somebody else.</summary>
/// <param name="version">As it is now.</param>
public sealed class LoyaltyProgramChangedException(int version) : CrmException(
    "LOYALTY_PROGRAM_CHANGED",
    $"The programme was changed meanwhile: its version is {version} now. Read it again, and send your change with that version.")
{
    /// <summary>As it is now.</summary>
    public int Version { get; } = version;
}
