using Crm.Headless.GraphQL;
using Crm.Headless.Server.Contacts;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Units;

[MutationType, Authorize("users:write")]
[Error<NotFoundException>]
static class UserMutations
{
    /// <summary>Creates a user: somebody who works with the system.</summary>
    [Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>, Error<InvalidEmailException>, Error<SubjectInUseException>]
    [Error<UnitMissingException>]
    public static Task<User> CreateUserAsync(CreateUserInput input, UserCommands users, CancellationToken ct) => users.CreateAsync(input, ct);

    /// <summary>Changes what is given of a user, and leaves the rest as it is.</summary>
    [Error<VersionConflictException>, Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>]
    [Error<PersonalDataRefusedException>]
    [Error<InvalidEmailException>, Error<SubjectInUseException>, Error<UnitMissingException>]
    public static Task<User> UpdateUserAsync(UpdateUserInput input, UserCommands users, CancellationToken ct) => users.UpdateAsync(input, ct);

    /// <summary>Puts a user away: lists leave them out. They stay owner and actor of what they were. An archived one stays as it is.</summary>
    [Error<VersionConflictException>]
    public static Task<User> ArchiveUserAsync(ArchiveUserInput input, UserCommands users, CancellationToken ct) =>
        users.SetStatusAsync(input.Id, input.Version, RecordStatus.Archived, ct);

    /// <summary>Takes an archived user out again. An active one stays as it is.</summary>
    [Error<VersionConflictException>]
    public static Task<User> RestoreUserAsync(RestoreUserInput input, UserCommands users, CancellationToken ct) =>
        users.SetStatusAsync(input.Id, input.Version, RecordStatus.Active, ct);
}

/// <summary>What can be said about a user. What isn't given stays as it is; what is given as null becomes unknown.</summary>
abstract record UserInput
{
    /// <summary>The email address.</summary>
    public Optional<string?> Email { get; init; }

    /// <summary>The identity provider, as the URL of its issuer; together with the subject.</summary>
    public Optional<string?> Issuer { get; init; }

    /// <summary>The user's id at the identity provider.</summary>
    public Optional<string?> Subject { get; init; }

    /// <summary>The unit that the user works for; null: the whole organisation.</summary>
    public Optional<UnitRefInput?> Unit { get; init; }
}

/// <summary>A new user.</summary>
sealed record CreateUserInput : UserInput
{
    /// <summary>The name to show.</summary>
    public required string Name { get; init; }
}

/// <summary>What shall be different about a user.</summary>
sealed record UpdateUserInput : UserInput
{
    /// <summary>The user.</summary>
    [ID<User>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: the change is refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }

    /// <summary>The name to show.</summary>
    public Optional<string> Name { get; init; }
}

/// <summary>The user to put away.</summary>
sealed record ArchiveUserInput
{
    /// <summary>The user.</summary>
    [ID<User>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }
}

/// <summary>The user to take out again.</summary>
sealed record RestoreUserInput
{
    /// <summary>The user.</summary>
    [ID<User>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }
}

/// <summary>Another user is this person at the identity provider.</summary>
sealed class SubjectInUseException(FieldPath field, Guid? userId) : InputException("SUBJECT_IN_USE", field, userId is null
    ? "A user who isn't named to you has this subject at this issuer. Ask somebody who sees the whole organisation and personal data."
    : "The user named in userId has this subject at this issuer. Change that user instead, or take the subject from it first.")
{
    /// <summary>The user that has the subject; null: you don't see that user, or no personal data.</summary>
    [ID<User>]
    public Guid? UserId { get; } = userId;
}
