using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>What is decided about plugins was changed, or how far a change of them has come.</summary>
sealed class PluginSignal() : NodeSignal("crm_plugins");
