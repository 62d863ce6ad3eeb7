namespace Crm.Headless.Server.Plugins;

/// <summary>Why a plugin can't be used. The message names the plugin, the cause and the remedy.</summary>
public sealed class PluginException(string message, Exception? inner = null) : Exception(message, inner);
