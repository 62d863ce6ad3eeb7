using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Crm.Headless.Server.Security;

/// <summary>The parameters of a token request, and the client's own credentials, which come in exactly one of two ways.</summary>
sealed class TokenRequest(IReadOnlyDictionary<string, string> form, (string Id, string Secret)? basic)
{
    const int MaxBytes = 32_768;

    /// <summary>Null: it isn't there, or empty, which is the same (RFC 6749, section 3.2).</summary>
    public string? this[string parameter] => form.GetValueOrDefault(parameter) is { Length: > 0 } value ? value : null;

    /// <exception cref="OAuthException">It is not given.</exception>
    public string Required(string parameter) => this[parameter] ?? throw OAuthException.Malformed($"The parameter {parameter} is missing.");

    /// <summary>RFC 6749, section 2.3.1: client_secret_basic or client_secret_post, and not both.</summary>
    /// <exception cref="OAuthException">There are none, or more than one.</exception>
    public (string Id, string Secret) Client()
    {
        if (basic is { } header)
        {
            if (this["client_secret"] is not null) throw OAuthException.Malformed("The client's secret came twice: in the header and in the body. Send it in one of them.");
            if (this["client_id"] is { } id && id != header.Id) throw OAuthException.Malformed("The client_id of the body isn't the one of the header.");
            return header;
        }
        return (this["client_id"], this["client_secret"]) is ({ } client, { } secret)
            ? (client, secret)
            : throw new OAuthException(OAuthException.InvalidClient, "The client didn't say who it is: send client_id and secret with HTTP Basic or in the body.");
    }

    /// <exception cref="OAuthException">It can't be understood.</exception>
    public static async Task<TokenRequest> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType || request.ContentType!.StartsWith("multipart", StringComparison.OrdinalIgnoreCase))
            throw OAuthException.Malformed("Send the parameters as application/x-www-form-urlencoded.");
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MaxBytes;
        var form = new Dictionary<string, string>();
        foreach (var (name, values) in await ReadFormAsync(request, ct))
            form[name] = values.Count == 1 ? values[0]! : throw OAuthException.Malformed("A parameter came more than once.");
        return new(form, ReadBasic(request.Headers.Authorization));
    }

    static async Task<IFormCollection> ReadFormAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await request.ReadFormAsync(ct);
        }
        catch (InvalidDataException)
        {
            throw OAuthException.Malformed("The body is no well-formed application/x-www-form-urlencoded.");
        }
    }

    /// <summary>Both parts are form-encoded before they are put together (RFC 6749, section 2.3.1).</summary>
    static (string Id, string Secret)? ReadBasic(string? authorization)
    {
        if (authorization is null) return null;
        var malformed = new OAuthException(OAuthException.InvalidClient, "The header Authorization can't be understood: send HTTP Basic with client_id and secret.");
        if (!AuthenticationHeaderValue.TryParse(authorization, out var header) || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) throw malformed;
        var bytes = new byte[header.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length)) throw malformed;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return parts.Length == 2 ? (Decode(parts[0]), Decode(parts[1])) : throw malformed;
    }

    static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
