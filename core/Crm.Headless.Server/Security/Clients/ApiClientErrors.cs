using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Security;

/// <summary>A scope isn't declared, neither by core nor by a plugin that is enabled.</summary>
sealed class UnknownScopeException(FieldPath field, IReadOnlyList<string> unknown, IReadOnlyList<string> declared) : InputException(
    "UNKNOWN_SCOPE", field, $"There is no scope {string.Join(", ", unknown)}. Declared are: {string.Join(", ", declared)}.")
{
    /// <summary>Those that nothing declares.</summary>
    public IReadOnlyList<string> Unknown { get; } = unknown;

    /// <summary>All that are declared.</summary>
    public IReadOnlyList<string> Declared { get; } = declared;
}

/// <summary>Whoever asks doesn't have a scope that this needs to have.</summary>
sealed class ScopeNotHeldException(FieldPath field, IReadOnlyList<string> missing) : InputException("SCOPE_NOT_HELD", field,
    $"You don't have {string.Join(", ", missing)}, and nobody gives or manages what he doesn't have himself. Ask somebody who has it.")
{
    /// <summary>The scopes that are missing.</summary>
    public IReadOnlyList<string> Missing { get; } = missing;
}

/// <summary>Whoever asks sees less of the organisation than this would.</summary>
sealed class UnitNotHeldException(FieldPath field) : InputException("UNIT_NOT_HELD", field,
    "This reaches further in the organisation than you do. Name a unit that you see, or ask somebody who sees more.");

/// <summary>Another client has this name, or the host itself.</summary>
sealed class ApiClientNameInUseException(FieldPath field, string name)
    : InputException("NAME_IN_USE", field, $"The name \"{name}\" is taken. Choose another one.");

/// <summary>A key would expire before it is used.</summary>
sealed class ExpiryInPastException(FieldPath field)
    : InputException("EXPIRY_IN_PAST", field, "The key would have expired already. Give a moment in the future, or none.");
