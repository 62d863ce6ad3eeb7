using System.Text.Json;

namespace Crm.Headless.Server.Http;

/// <summary>Reads a request from the query string (GraphQL over HTTP, section 5.3). An empty parameter is one that wasn't given.</summary>
internal static class QueryStringRequest
{
    static readonly string[] Texts = ["query", "operationName", "documentId"];
    static readonly string[] Objects = ["variables", "extensions"];

    /// <summary>Written as the JSON that a POST would bring, so that both are read by one set of rules.</summary>
    public static OperationRequest Read(IQueryCollection query, int maxVariableSets)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var name in Texts)
                if (One(query, name) is { } text) writer.WriteString(name, text);
            foreach (var name in Objects)
                if (One(query, name) is { } text) WriteObject(writer, name, text);
            writer.WriteEndObject();
        }
        using var document = RequestJson.Parse(json.ToArray());
        return RequestJson.Read(document.RootElement.Clone(), maxVariableSets);
    }

    static string? One(IQueryCollection query, string name)
    {
        var values = query[name];
        if (values.Count > 1) throw RefusedRequestException.Malformed($"The parameter \"{name}\" is given {values.Count} times.");
        return values is [{ Length: > 0 } value] ? value : null;
    }

    static void WriteObject(Utf8JsonWriter writer, string name, string json)
    {
        try
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json);
        }
        catch (JsonException)
        {
            throw RefusedRequestException.Malformed($"The parameter \"{name}\" isn't valid JSON.");
        }
    }
}
