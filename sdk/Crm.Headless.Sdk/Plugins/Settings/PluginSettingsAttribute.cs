namespace Crm.Headless;

/// <summary>
/// The class whose properties are the plugin's settings; a plugin has one. What its constructor without parameters gives are the defaults,
/// the attributes of System.ComponentModel.DataAnnotations say which values are valid, and the <c>///</c> summaries tell the administrator
/// what they mean. Services and resolvers ask for the class itself.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PluginSettingsAttribute : Attribute;
