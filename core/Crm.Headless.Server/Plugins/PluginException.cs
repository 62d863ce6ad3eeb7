namespace Crm.Headless.Server.Plugins;

/// <summary>Why a plugin can't be used. The message names the plugin, the cause and the remedy.</summary>
sealed class PluginException(string message, Exception? inner = null) : Exception(message, inner);
