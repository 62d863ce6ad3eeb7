using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Crm.Headless.Build;

/// <summary>The JSON Schema of the class with <c>[PluginSettings]</c>: its properties, their annotations, summaries and defaults.</summary>
static class SettingsSchema
{
    const string Marker = "Crm.Headless.PluginSettingsAttribute";

    // As the host reads values.
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <returns>Null when the plugin has no settings.</returns>
    public static JsonNode? Of(IReadOnlyList<Type> types, Summaries summaries)
    {
        var marked = types.Where(type => type.GetCustomAttributesData().Any(attribute => attribute.AttributeType.FullName == Marker)).ToList();
        return marked switch
        {
            [] => null,
            [var type] => Of(type, summaries),
            _ => throw new BuildException(
                $"Several classes have [PluginSettings]: {string.Join(", ", marked.Select(type => type.Name))}. A plugin has one; nest the others in it."),
        };
    }

    static JsonNode Of(Type type, Summaries summaries)
    {
        var defaults = Make(type);
        return Json.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Complete(context, node, type, defaults, summaries),
        });
    }

    static object Make(Type type)
    {
        try
        {
            return Activator.CreateInstance(type) ?? throw new MissingMethodException();
        }
        catch (MissingMethodException error)
        {
            throw new BuildException($"{type.Name} has [PluginSettings] and needs a public constructor without parameters: its values are the defaults.", error);
        }
        catch (TargetInvocationException error)
        {
            throw new BuildException($"The constructor of {type.Name} failed: {error.InnerException!.Message} It gives the settings' defaults and may need nothing.", error);
        }
    }

    static JsonNode Complete(JsonSchemaExporterContext context, JsonNode node, Type settings, object defaults, Summaries summaries)
    {
        if (node is not JsonObject schema) return node;
        if (schema["properties"] is JsonObject properties) Require(context.TypeInfo, schema, properties);
        if (context.PropertyInfo?.AttributeProvider is PropertyInfo property)
        {
            SettingsRules.Add(property, schema);
            if (summaries.Of(property) is { } text) schema["description"] ??= text;
            if (property.DeclaringType!.IsAssignableFrom(settings)) AddDefault(property, schema, defaults);
        }
        else if (context.TypeInfo.Type == settings && summaries.Of(settings) is { } text) schema["description"] ??= text;
        return schema;
    }

    static void AddDefault(PropertyInfo property, JsonObject schema, object defaults)
    {
        var value = property.GetIndexParameters().Length == 0 && !SettingsRules.IsSecret(property) ? property.GetValue(defaults) : null;
        if (value is not null && !(value is "" && SettingsRules.IsRequired(property)))
            schema["default"] = JsonSerializer.SerializeToNode(value, property.PropertyType, Json);
    }

    // [Required] asks for a value only where the class has none.
    static void Require(JsonTypeInfo type, JsonObject schema, JsonObject properties)
    {
        var given = type.Kind == JsonTypeInfoKind.Object && type.Type.GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance(type.Type) : null;
        var asked = from one in type.Properties
                    let property = one.AttributeProvider as PropertyInfo
                    where property is not null && properties.ContainsKey(one.Name)
                    where one.IsRequired || (SettingsRules.IsRequired(property) && (given is null || property.GetValue(given) is null or ""))
                    select one.Name;
        var names = asked.ToList();
        if (names.Count > 0) schema["required"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]);
    }
}
