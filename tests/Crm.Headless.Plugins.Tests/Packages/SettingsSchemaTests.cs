using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.Build;

namespace Crm.Headless.Plugins.Tests.Packages;

/// <summary>What an administrator learns of a plugin's settings before any of its code runs.</summary>
public sealed class SettingsSchemaTests
{
    [Fact]
    public void The_class_with_its_annotations_and_defaults_is_a_json_schema()
    {
        var schema = SchemaOf(typeof(MailSettings));
        var expected = JsonNode.Parse("""
            {
              "type": "object",
              "properties": {
                "endpoint": { "type": "string", "format": "uri", "minLength": 1 },
                "token": { "type": ["string", "null"], "writeOnly": true, "x-secret": true, "maxLength": 80 },
                "retries": { "type": "integer", "minimum": 0, "maximum": 10, "default": 3 },
                "tone": { "enum": ["Formal", "Casual"], "default": "Casual" },
                "sender": { "type": "string", "pattern": "^(?:[a-z]+)$", "minLength": 2, "maxLength": 20, "default": "crm" },
                "share": { "type": "number", "exclusiveMinimum": 0, "maximum": 0.5, "default": 0.1 },
                "channels": { "type": "array", "items": { "type": "string" }, "minItems": 1, "default": ["email"] },
                "quiet": {
                  "type": ["object", "null"],
                  "properties": { "from": { "type": "integer", "minimum": 0, "maximum": 23 } },
                  "additionalProperties": false
                }
              },
              "additionalProperties": false,
              "required": ["endpoint"]
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, schema), schema!.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    [Fact]
    public void A_plugin_without_settings_has_no_schema() => Assert.Null(SchemaOf(typeof(string)));

    [Fact]
    public void Two_classes_of_settings_are_refused_and_named() =>
        Assert.Contains("MailSettings, Needy", Assert.Throws<BuildException>(() => SchemaOf(typeof(MailSettings), typeof(Needy))).Message);

    [Fact]
    public void Settings_that_can_not_be_made_without_arguments_are_refused() =>
        Assert.Contains("Needy has [PluginSettings] and needs a public constructor", Assert.Throws<BuildException>(() => SchemaOf(typeof(Needy))).Message);

    static JsonNode? SchemaOf(params Type[] types) => SettingsSchema.Of(types, Summaries.BesideOf("nowhere.dll"));

    enum Tone
    {
        Formal,
        Casual,
    }

    [PluginSettings]
    sealed class MailSettings
    {
        [Required, Url]
        public string Endpoint { get; set; } = "";

        [Secret, StringLength(80)]
        public string? Token { get; set; } = "never shown";

        [Range(0, 10)]
        public int Retries { get; set; } = 3;

        public Tone Tone { get; set; } = Tone.Casual;

        [RegularExpression("[a-z]+"), Length(2, 20)]
        public string Sender { get; set; } = "crm";

        [Range(typeof(decimal), "0", "0.5", MinimumIsExclusive = true)]
        public decimal Share { get; set; } = 0.1m;

        [MinLength(1)]
        public IReadOnlyList<string> Channels { get; set; } = ["email"];

        public QuietHours? Quiet { get; set; }
    }

    sealed class QuietHours
    {
        [Range(0, 23)]
        public int From { get; set; }
    }

    [PluginSettings]
    sealed class Needy(string name)
    {
        public string Name => name;
    }
}
