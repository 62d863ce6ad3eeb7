namespace Crm.Headless;

/// <summary>
/// Marks a migration that the version before wouldn't survive, such as one that drops a column. Migrations run in two steps, because the
/// version before goes on serving meanwhile, also on other nodes: those without this attribute only add, and run before the new version
/// serves; those with it run when no node uses the version before any more. Where the plugin has no tables yet all run at once.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ContractAttribute : Attribute;
