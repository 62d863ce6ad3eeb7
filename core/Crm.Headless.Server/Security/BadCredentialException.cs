namespace Crm.Headless.Server.Security;

/// <summary>A key or token isn't taken. The message names the cause, and nothing of what was sent.</summary>
sealed class BadCredentialException(string cause) : Exception(cause);
