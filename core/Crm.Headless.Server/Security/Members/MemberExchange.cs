using System.Text.Json;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Http;
using Crm.Headless.Server.Plugins;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Security;

/// <summary>
/// A trusted client, such as a storefront's backend, exchanges somebody whom it knows for a token that is bound to that contact alone
/// (RFC 8693). Whether there is such a contact can't be told apart from whether the client may see it.
/// </summary>
sealed class MemberExchange(Generations generations, AccessTokens tokens, SecurityLog log)
{
    const string Types = "urn:crm-headless:params:oauth:token-type:", AccessToken = "urn:ietf:params:oauth:token-type:access_token";

    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <exception cref="OAuthException">The client may not, or there is nobody whom it may act for.</exception>
    public async Task<IssuedToken> ExchangeAsync(TokenRequest request, CrmPrincipal client, string issuer, CancellationToken ct)
    {
        if (!client.Access.Has(DeclaredScopes.ExchangesMembers))
            throw new OAuthException("unauthorized_client", $"The client needs the scope {DeclaredScopes.ExchangesMembers} to act for members.");
        if ((request["requested_token_type"] ?? AccessToken) != AccessToken) throw OAuthException.Malformed($"Only {AccessToken} is issued.");
        if (request["actor_token"] is not null) throw OAuthException.Malformed("An actor_token isn't taken: the client itself acts.");
        var subject = Subject(request.Required("subject_token_type"), request.Required("subject_token"));
        var contact = await FindAsync(client, subject, ct)
            ?? throw OAuthException.Malformed("The subject_token names nobody whom this client may act for.");
        var issued = await tokens.ForMemberAsync(issuer, client, contact, Scopes(request, client), ct);
        log.SignedIn($"through {client.Name}", $"The contact {contact}", client.ClientId, contactId: contact);
        return issued;
    }

    /// <summary>What is asked for and the client has; all that it has when nothing is asked for. Never the right to make such tokens.</summary>
    static IReadOnlyList<string> Scopes(TokenRequest request, CrmPrincipal client)
    {
        var asked = request["scope"] is { } list ? ScopeList.Read(list).Where(client.Access.Has) : client.Access.Scopes;
        var scopes = asked.Where(scope => scope != DeclaredScopes.ExchangesMembers).ToList();
        return scopes.Count > 0 ? scopes : throw new OAuthException("invalid_scope", "The client has none of these scopes, so the token would be good for nothing.");
    }

    /// <summary>A token that can't be read names nobody, by the same statement.</summary>
    static Func<CrmDb, IQueryable<Contact>> Subject(string type, string token) => type switch
    {
        Types + "contact" => ById(token),
        Types + "identity" => ByIdentity(Read<IdentityToken>(token)),
        Types + "external-id" => ByExternalId(Read<ExternalIdToken>(token)),
        _ => throw OAuthException.Malformed($"The subject_token_type must be {Types}contact, {Types}identity or {Types}external-id."),
    };

    /// <summary>The id of one that was merged leads to the survivor, as everywhere.</summary>
    static Func<CrmDb, IQueryable<Contact>> ById(string token)
    {
        var id = GlobalId.TryParse(token, out var global) && global.Type == nameof(Contact) ? global.Key : Guid.Empty;
        return db => db.Seen<Contact>().Where(contact =>
            contact.Id == (db.Seen<Contact>().Where(merged => merged.Id == id).Select(merged => merged.MergedIntoId).FirstOrDefault() ?? id));
    }

    static Func<CrmDb, IQueryable<Contact>> ByIdentity(IdentityToken? token)
    {
        var (provider, issuer, subject) = (Known(token?.Provider), Known(token?.Issuer), Known(token?.Subject));
        return db => db.Seen<Contact>().Where(contact => db.Set<Identity>().Any(identity =>
            identity.ContactId == contact.Id && identity.Provider == provider && identity.Issuer == issuer && identity.Subject == subject));
    }

    static Func<CrmDb, IQueryable<Contact>> ByExternalId(ExternalIdToken? token)
    {
        var (source, value) = (Known(token?.Source), Known(token?.Value));
        return db => db.Seen<Contact>().Where(contact => db.Set<ExternalId>().Any(key =>
            key.ContactId == contact.Id && key.Source == source && key.Value == value));
    }

    /// <summary>Among the active ones that the client sees.</summary>
    async Task<Guid?> FindAsync(CrmPrincipal client, Func<CrmDb, IQueryable<Contact>> subject, CancellationToken ct)
    {
        await using var world = LeasedWorld.Open(generations, client);
        return await world.Scope.Services.GetRequiredService<ReadSession>().ReadAsync(
            db => subject(db).Where(contact => contact.Status == RecordStatus.Active).Select(contact => (Guid?)contact.Id).SingleOrDefaultAsync(ct), ct);
    }

    /// <summary>What no database could hold is nobody's.</summary>
    static string Known(string? text) => text is null || text.Contains('\0') ? "" : text;

    static T? Read<T>(string json) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, s_json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    sealed record IdentityToken(string? Provider, string? Issuer, string? Subject);

    sealed record ExternalIdToken(string? Source, string? Value);
}
