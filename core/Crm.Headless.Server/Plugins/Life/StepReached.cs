namespace Crm.Headless.Server.Plugins.Life;

/// <summary>Hears of a step of a change of plugins, and on the way to the next one how much of it is done.</summary>
delegate Task StepReached(PluginStep step, int done = 0, int total = 0);
