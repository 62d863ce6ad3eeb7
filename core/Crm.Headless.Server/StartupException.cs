namespace Crm.Headless.Server;

/// <summary>Why the server can't start, or a command can't run, in words for the person at the console: the thing, the cause and the remedy.</summary>
internal sealed class StartupException(string message, Exception? cause = null) : Exception(message, cause);
