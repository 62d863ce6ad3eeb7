namespace Crm.Headless;

/// <summary>A text of a <see cref="PluginSettingsAttribute">settings class</see> that is stored encrypted and never shown again.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
