using System.Text.Json.Nodes;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Import;

/// <summary>
/// A JSON template that becomes an input value of a GraphQL type. Where all columns of a text are empty the text is left out, and so is
/// an object or list of which nothing is left: an empty cell says nothing, it doesn't erase.
/// </summary>
internal abstract class RowTemplate
{
    /// <summary>The columns that it mentions.</summary>
    public abstract IEnumerable<string> Columns { get; }

    /// <summary>The value for a row; null: left out.</summary>
    /// <exception cref="FormatException">A cell doesn't fit; the message names the column and what is expected.</exception>
    public abstract JsonNode? Fill(SourceRow row);

    public static RowTemplate Of(JsonNode? json, GraphQLType type, string path, TimeZoneInfo zone) => (json, type.Nullable) switch
    {
        (JsonObject map, InputObjectType input) => new ObjectTemplate(
            [.. map.Select(member => (member.Key, Of(member.Value, FieldOf(input, member.Key, path).Type, $"{path}.{member.Key}", zone)))]),
        (JsonArray list, ListType items) => new ListTemplate([.. list.Select((item, i) => Of(item, items.OfType, $"{path}[{i}]", zone))]),
        (JsonObject map, ScalarType { Name: "Any" }) => new ObjectTemplate([.. map.Select(member => (member.Key, Of(member.Value, type, $"{path}.{member.Key}", zone)))]),
        (JsonValue value, NamedType leaf) when type.IsLeaf && value.TryGetValue(out string? text) => new TextTemplate(text, leaf, zone),
        (JsonValue value, _) when type.IsLeaf => new Constant(value),
        _ => throw new StartupException($"The map's {path} must be {Shape(type.Nullable)}."),
    };

    static InputValue FieldOf(InputObjectType input, string name, string path) => input.Fields.TryGetValue(name, out var field) ? field
        : throw new StartupException($"The map's {path} has a member \"{name}\". {input.Name} knows {string.Join(", ", input.Fields.Keys)}.");

    static string Shape(GraphQLType type) => type switch
    {
        InputObjectType input => $"an object with members of {input.Name}",
        ListType => "a list",
        _ => $"a text, number or boolean ({type})",
    };

    sealed class ObjectTemplate((string Name, RowTemplate Value)[] members) : RowTemplate
    {
        public override IEnumerable<string> Columns => members.SelectMany(member => member.Value.Columns);

        public override JsonNode? Fill(SourceRow row)
        {
            var result = new JsonObject();
            foreach (var (name, template) in members)
                if (template.Fill(row) is { } value) result[name] = value;
            // An object of constants alone ("kind": "PHONE") says nothing either when its columns are empty.
            return members.Length > 0 && Columns.Any() && !HasContent(result) ? null : result;
        }

        bool HasContent(JsonObject filled) => members.Any(member => filled.ContainsKey(member.Name) && member.Value.Columns.Any());
    }

    sealed class ListTemplate(RowTemplate[] items) : RowTemplate
    {
        public override IEnumerable<string> Columns => items.SelectMany(item => item.Columns);

        public override JsonNode? Fill(SourceRow row)
        {
            var filled = items.Select(item => item.Fill(row)).OfType<JsonNode>().ToArray();
            return filled.Length == 0 ? null : new JsonArray(filled);
        }
    }

    sealed class Constant(JsonValue value) : RowTemplate
    {
        public override IEnumerable<string> Columns => [];
        public override JsonNode Fill(SourceRow row) => value.DeepClone();
    }
}
