namespace Crm.Headless.Server.Input;

/// <summary>The record was changed since it was read.</summary>
sealed class VersionConflictException(FieldPath field, int given, int current) : InputException("VERSION_CONFLICT", field,
    $"The record is at version {current}, and the change was made for version {given}. Read it again, and repeat the change if it still makes sense.")
{
    /// <summary>The version that the record has now.</summary>
    public int CurrentVersion { get; } = current;

    public static void ThrowIf(int? given, int current)
    {
        if (given is { } version && version != current) throw new VersionConflictException(FieldPath.Input["version"], version, current);
    }
}
