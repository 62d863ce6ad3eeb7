using System.Text.Json;

namespace Crm.Headless.GraphQL.Execution.Writing;

/// <summary>Writes errors in the format of spec section 7.1.6.</summary>
static class ErrorWriter
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<GraphQLError> errors)
    {
        json.WriteStartArray();
        foreach (var error in errors) Write(json, error);
        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, GraphQLError error)
    {
        json.WriteStartObject();
        json.WriteString("message", error.Message);
        if (error.Locations.Count > 0) WriteLocations(json, error);
        if (error.Path is not null)
        {
            json.WritePropertyName("path");
            JsonValue.Write(json, error.Path);
        }
        if (error.Code is not null || error.Extensions is { Count: > 0 }) WriteExtensions(json, error);
        json.WriteEndObject();
    }

    static void WriteLocations(Utf8JsonWriter json, GraphQLError error)
    {
        json.WriteStartArray("locations");
        foreach (var location in error.Locations)
        {
            json.WriteStartObject();
            json.WriteNumber("line", location.Line);
            json.WriteNumber("column", location.Column);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WriteExtensions(Utf8JsonWriter json, GraphQLError error)
    {
        json.WriteStartObject("extensions");
        if (error.Code is not null) json.WriteString("code", error.Code);
        foreach (var (name, value) in error.Extensions ?? new Dictionary<string, object?>())
        {
            if (name == "code" && error.Code is not null) continue;
            json.WritePropertyName(name);
            JsonValue.Write(json, value);
        }
        json.WriteEndObject();
    }
}
