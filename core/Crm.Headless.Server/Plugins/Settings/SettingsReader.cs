using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Crm.Headless.Server.Cli;

namespace Crm.Headless.Server.Plugins.Settings;

/// <summary>Makes a plugin's settings object of what is set, if it is valid.</summary>
static class SettingsReader
{
    /// <returns>Null when the plugin has no settings.</returns>
    /// <exception cref="PluginException">A value is missing or not valid, or there is no such setting.</exception>
    public static object? Read(LoadedPlugin plugin, JsonObject values)
    {
        if (plugin.Types.FirstOrDefault(type => type.IsDefined(typeof(PluginSettingsAttribute))) is not { } type)
            return values.Count == 0 ? null : throw Refuse(plugin.Id, [$"it has none, and {string.Join(", ", values.Select(value => value.Key))} is set"]);
        var problems = Unknown(type, values).ToList();
        if (problems.Count > 0) throw Refuse(plugin.Id, problems);
        var settings = Deserialize(plugin.Id, type, values);
        problems = [.. Invalid(settings, "")];
        return problems.Count == 0 ? settings : throw Refuse(plugin.Id, problems);
    }

    static IEnumerable<string> Unknown(Type type, JsonObject values)
    {
        var known = type.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ToList();
        foreach (var (name, _) in values)
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                yield return $"there is no \"{name}\"{Nearest.Hint(name, known)}";
    }

    static object Deserialize(string plugin, Type type, JsonObject values)
    {
        try
        {
            return values.Deserialize(type, Options())!;
        }
        catch (JsonException error)
        {
            throw Refuse(plugin, [$"{error.Path?.TrimStart('$', '.')} can't be read as it was given"], error);
        }
    }

    // Of its own each time: what is cached in shared options would keep the plugin in memory.
    static JsonSerializerOptions Options() => new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Converters = { new JsonStringEnumConverter(), new TextBoolean() },
    };

    /// <summary>
    /// As the annotations say, also of objects inside. Asked directly: Validator never forgets a type, and would keep the plugin in memory.
    /// </summary>
    public static IEnumerable<string> Invalid(object settings, string path)
    {
        foreach (var property in settings.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            var context = new ValidationContext(settings, null, null) { MemberName = property.Name, DisplayName = property.Name };
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
                if (rule.GetValidationResult(property.GetValue(settings), context) is { } broken)
                    yield return $"{path}{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}: {broken.ErrorMessage}";
        }
        if (settings is IValidatableObject whole)
            foreach (var broken in whole.Validate(new(settings, null, null) { DisplayName = settings.GetType().Name }))
                yield return path + broken.ErrorMessage;
        foreach (var property in settings.GetType().GetProperties().Where(property => property.PropertyType.Assembly == settings.GetType().Assembly && property.PropertyType.IsClass))
            if (property.GetValue(settings) is { } inner and not IEnumerable)
                foreach (var problem in Invalid(inner, $"{path}{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}."))
                    yield return problem;
    }

    static PluginException Refuse(string plugin, IReadOnlyList<string> problems, Exception? cause = null) => new(
        $"The settings of plugin \"{plugin}\" aren't right: {string.Join("; ", problems).TrimEnd('.')}. Set them with pluginSettingsUpdate or \"crm plugin settings {plugin}\".", cause);

    /// <summary>Configuration says "true" where JSON says true.</summary>
    sealed class TextBoolean : JsonConverter<bool>
    {
        public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && bool.TryParse(reader.GetString(), out var value) ? value : reader.GetBoolean();

        public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
    }
}
