using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Headless.Loyalty;

/// <summary>A rule's definition as it is stored.</summary>
static class RuleJson
{
    public static string Write(LoyaltyRuleDefinition definition) =>
        JsonSerializer.Serialize(definition, RuleJsonTypes.Default.LoyaltyRuleDefinition);

    public static LoyaltyRuleDefinition Read(string json) => JsonSerializer.Deserialize(json, RuleJsonTypes.Default.LoyaltyRuleDefinition)!;
}

/// <summary>Generated while it is compiled: what reflection learns about a type keeps its plugin in memory.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true, Converters = [typeof(InteractionKindJson)])]
[JsonSerializable(typeof(LoyaltyRuleDefinition))]
sealed partial class RuleJsonTypes : JsonSerializerContext;

/// <summary>A kind is its text.</summary>
sealed class InteractionKindJson : JsonConverter<InteractionKind>
{
    public override InteractionKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, InteractionKind value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
