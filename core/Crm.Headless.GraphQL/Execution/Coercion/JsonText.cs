using System.Runtime.InteropServices;
using System.Text.Json;

namespace Crm.Headless.GraphQL.Execution.Coercion;

/// <summary>JSON can hold an escaped half of a surrogate pair, which is no character; it shows only when the text is read.</summary>
static class JsonText
{
    public static bool IsUnicode(JsonElement json) => JsonMarshal.GetRawUtf8Value(json).IndexOf("\\u"u8) < 0 || CanBeRead(json);

    static bool CanBeRead(JsonElement json)
    {
        try
        {
            ReadAll(json);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    static void ReadAll(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray()) ReadAll(item);
                break;
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    _ = property.Name;
                    ReadAll(property.Value);
                }
                break;
        }
    }
}
