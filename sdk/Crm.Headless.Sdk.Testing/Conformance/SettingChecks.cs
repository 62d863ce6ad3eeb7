using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Plugins.Settings;

namespace Crm.Headless.Testing.Conformance;

/// <summary>That settings are described, that their defaults are valid, and that what is secret is marked so.</summary>
static partial class SettingChecks
{
    public static IEnumerable<string> Find(LoadedPlugin plugin)
    {
        if (plugin.Types.FirstOrDefault(type => type.IsDefined(typeof(PluginSettingsAttribute))) is not { } type) return [];
        return
        [
            .. from property in type.GetProperties()
               where IsUndescribed(plugin.Manifest.Settings, property)
               select $"The setting {NameOf(property)} has no description. Write a /// summary on {type.Name}.{property.Name}.",
            .. from property in type.GetProperties()
               where property.PropertyType == typeof(string) && SoundsSecret().IsMatch(property.Name) && !property.IsDefined(typeof(SecretAttribute))
               select $"The setting {NameOf(property)} sounds like a secret and can be read by administrators. Put [Secret] on {type.Name}.{property.Name}.",
            .. BadDefaults(type),
        ];
    }

    // What has to be set has no default that could be valid.
    static IEnumerable<string> BadDefaults(Type type)
    {
        var defaults = Activator.CreateInstance(type)!;
        var asked = type.GetProperties().Where(property => property.IsDefined(typeof(RequiredAttribute)) && property.GetValue(defaults) is null or "").Select(NameOf).ToHashSet();
        return from problem in SettingsReader.Invalid(defaults, "")
               where !asked.Contains(problem.Split([':', '.'])[0])
               select $"The default of a setting isn't valid: {problem.TrimEnd('.')}. Give it another one in {type.Name}, or put [Required] on it, without a default.";
    }

    static bool IsUndescribed(JsonElement? schema, PropertyInfo property) =>
        schema is not { } known || !known.TryGetProperty("properties", out var properties) || !properties.TryGetProperty(NameOf(property), out var one)
        || !one.TryGetProperty("description", out var text) || string.IsNullOrWhiteSpace(text.GetString());

    static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    [GeneratedRegex("password|passphrase|secret|token|credential|(api|private|signing|access)key", RegexOptions.IgnoreCase)]
    private static partial Regex SoundsSecret();
}
