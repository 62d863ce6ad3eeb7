namespace Crm.Headless.Server.Input;

/// <summary>Reads addresses of web sites.</summary>
static class WebAddress
{
    public static Uri? Read(string? value, FieldPath at)
    {
        if (Text.Optional(value, at, 2000) is not { } text) return null;
        // Anything but http and https, "javascript:" above all, would be a trap for whoever shows it as a link.
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") return new(uri.AbsoluteUri);
        throw new InvalidUrlException(at, text);
    }
}

/// <summary>This is no address of a web site.</summary>
sealed class InvalidUrlException(FieldPath field, string value) : InputException("INVALID_URL", field,
    $"\"{value}\" is no address of a web site. Give a whole one, such as \"https://example.com\".");
