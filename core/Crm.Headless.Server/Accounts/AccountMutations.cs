using Crm.Headless.GraphQL;
using Crm.Headless.Server.Contacts;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Units;

namespace Crm.Headless.Server.Accounts;

[MutationType, Authorize("accounts:write")]
[Error<NotFoundException>]
static class AccountMutations
{
    /// <summary>Creates an account. Equal names are allowed.</summary>
    [Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>, Error<InvalidUrlException>]
    [Error<InvalidPhoneException>, Error<ExternalIdInUseException>, Error<TooManyException>, Error<UnitMissingException>]
    public static Task<Account> CreateAccountAsync(CreateAccountInput input, AccountCommands accounts, CancellationToken ct) =>
        accounts.CreateAsync(input, ct);

    /// <summary>Changes what is given of an account, and leaves the rest as it is.</summary>
    [Error<VersionConflictException>, Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>]
    [Error<InvalidUrlException>, Error<InvalidPhoneException>, Error<TooManyException>, Error<CycleException>]
    public static Task<Account> UpdateAccountAsync(UpdateAccountInput input, AccountCommands accounts, CancellationToken ct) =>
        accounts.UpdateAsync(input, ct);

    /// <summary>Puts an account away: it keeps its history, and lists leave it out. An archived one stays as it is.</summary>
    [Error<VersionConflictException>]
    public static Task<Account> ArchiveAccountAsync(ArchiveAccountInput input, AccountCommands accounts, CancellationToken ct) =>
        accounts.SetStatusAsync(input.Id, input.Version, RecordStatus.Archived, ct);

    /// <summary>Takes an archived account out again. An active one stays as it is.</summary>
    [Error<VersionConflictException>]
    public static Task<Account> RestoreAccountAsync(RestoreAccountInput input, AccountCommands accounts, CancellationToken ct) =>
        accounts.SetStatusAsync(input.Id, input.Version, RecordStatus.Active, ct);

    /// <summary>Says which key an account has in another system. Refused when another account has this key.</summary>
    [Error<ExternalIdInUseException>, Error<TooManyException>, Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>]
    public static Task<Account> AddAccountExternalIdAsync(AddAccountExternalIdInput input, AccountCommands accounts, CancellationToken ct) =>
        accounts.AddExternalIdAsync(input, ct);

    /// <summary>Takes a key in another system from an account, so that another one can have it.</summary>
    [Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>]
    public static Task<Account> RemoveAccountExternalIdAsync(RemoveAccountExternalIdInput input, AccountCommands accounts, CancellationToken ct) =>
        accounts.RemoveExternalIdAsync(input, ct);
}

/// <summary>A new account.</summary>
sealed record CreateAccountInput : AccountInput
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the account comes from.</summary>
    public string? Source { get; init; }

    /// <summary>Its keys in other systems.</summary>
    public IReadOnlyList<ExternalIdInput>? ExternalIds { get; init; }
}

/// <summary>What shall be different about an account.</summary>
sealed record UpdateAccountInput : AccountInput
{
    /// <summary>The account.</summary>
    [ID<Account>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: the change is refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }

    /// <summary>The name.</summary>
    public Optional<string> Name { get; init; }
}

/// <summary>The account to put away.</summary>
sealed record ArchiveAccountInput
{
    /// <summary>The account.</summary>
    [ID<Account>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }
}

/// <summary>The account to take out again.</summary>
sealed record RestoreAccountInput
{
    /// <summary>The account.</summary>
    [ID<Account>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }
}

/// <summary>A further key of an account in another system.</summary>
sealed record AddAccountExternalIdInput
{
    /// <summary>The account.</summary>
    [ID<Account>]
    public Guid AccountId { get; init; }

    /// <summary>The key.</summary>
    public required ExternalIdInput ExternalId { get; init; }
}

/// <summary>The key to take from an account.</summary>
sealed record RemoveAccountExternalIdInput
{
    /// <summary>The account.</summary>
    [ID<Account>]
    public Guid AccountId { get; init; }

    /// <summary>The key.</summary>
    public required ExternalIdInput ExternalId { get; init; }
}
