using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Units;

[MutationType, Authorize("units:write")]
[Error<NotFoundException>]
static class UnitMutations
{
    /// <summary>Creates a unit of the organisation's own tree.</summary>
    [Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>, Error<UnknownTimeZoneException>]
    [Error<CodeInUseException>, Error<TooManyException>, Error<UnitMissingException>]
    public static Task<Unit> CreateUnitAsync(CreateUnitInput input, UnitCommands units, CancellationToken ct) => units.CreateAsync(input, ct);

    /// <summary>Changes what is given of a unit, and leaves the rest as it is. With another parent it moves with all below it.</summary>
    [Error<VersionConflictException>, Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>]
    [Error<UnknownTimeZoneException>, Error<CodeInUseException>, Error<CycleException>, Error<TooManyException>]
    [Error<UnitMissingException>]
    public static Task<Unit> UpdateUnitAsync(UpdateUnitInput input, UnitCommands units, CancellationToken ct) => units.UpdateAsync(input, ct);

    /// <summary>Puts a unit away: lists leave it out. What belongs to it still does. An archived one stays as it is.</summary>
    [Error<VersionConflictException>]
    public static Task<Unit> ArchiveUnitAsync(ArchiveUnitInput input, UnitCommands units, CancellationToken ct) =>
        units.SetStatusAsync(input.Id, input.Version, RecordStatus.Archived, ct);

    /// <summary>Takes an archived unit out again. An active one stays as it is.</summary>
    [Error<VersionConflictException>]
    public static Task<Unit> RestoreUnitAsync(RestoreUnitInput input, UnitCommands units, CancellationToken ct) =>
        units.SetStatusAsync(input.Id, input.Version, RecordStatus.Active, ct);
}

/// <summary>A new unit.</summary>
sealed record CreateUnitInput
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public UnitKind Kind { get; init; }

    /// <summary>A short code of its own, unique, such as "SH-012".</summary>
    public string? Code { get; init; }

    /// <summary>The IANA time zone in which its days begin; left out: that of its parent.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The unit above; left out: a root.</summary>
    public UnitRefInput? Parent { get; init; }
}

/// <summary>What shall be different about a unit.</summary>
sealed record UpdateUnitInput
{
    /// <summary>The unit.</summary>
    [ID<Unit>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: the change is refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }

    /// <summary>The name.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>What it is.</summary>
    public Optional<UnitKind> Kind { get; init; }

    /// <summary>A short code of its own, unique.</summary>
    public Optional<string?> Code { get; init; }

    /// <summary>The IANA time zone in which its days begin; null: that of its parent.</summary>
    public Optional<string?> TimeZone { get; init; }

    /// <summary>The unit above; null: a root.</summary>
    public Optional<UnitRefInput?> Parent { get; init; }
}

/// <summary>The unit to put away.</summary>
sealed record ArchiveUnitInput
{
    /// <summary>The unit.</summary>
    [ID<Unit>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }
}

/// <summary>The unit to take out again.</summary>
sealed record RestoreUnitInput
{
    /// <summary>The unit.</summary>
    [ID<Unit>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }
}

/// <summary>Another unit has this code.</summary>
sealed class CodeInUseException(FieldPath field, string code, Guid? unitId) : InputException("CODE_IN_USE", field, unitId is null
    ? $"A unit that you don't see has the code \"{code}\". Choose another one."
    : $"The unit named in unitId has the code \"{code}\". Choose another one, or change that unit first.")
{
    /// <summary>The unit that has the code; null: one that you don't see.</summary>
    [ID<Unit>]
    public Guid? UnitId { get; } = unitId;
}
