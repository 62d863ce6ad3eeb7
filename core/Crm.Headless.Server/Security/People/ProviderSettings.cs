using System.Text.RegularExpressions;

namespace Crm.Headless.Server.Security;

/// <summary>An identity provider of people: <c>Crm:Security:OpenIdConnect:NAME</c>.</summary>
/// <param name="Name">As it is called in the configuration.</param>
/// <param name="Authority">Below it stands <c>.well-known/openid-configuration</c>.</param>
/// <param name="Issuer">Who its tokens say they are from; the authority unless it is set.</param>
/// <param name="Audiences">Whom its tokens must be for, one of them.</param>
/// <param name="ScopeClaims">Where the roles and groups stand, such as <c>roles</c> or <c>realm_access.roles</c>.</param>
/// <param name="Scopes">What a role or group is worth.</param>
/// <param name="UnitClaims">Where the units stand; none: the provider says nothing of units.</param>
/// <param name="Units">The unit's code for what stands there; empty: it is the code itself.</param>
/// <param name="NameClaims">Where the name stands; the first that there is.</param>
sealed partial record ProviderSettings(
    string Name, Uri Authority, string Issuer, IReadOnlyList<string> Audiences, IReadOnlyList<string> ScopeClaims,
    IReadOnlyDictionary<string, string[]> Scopes, IReadOnlyList<string> UnitClaims, IReadOnlyDictionary<string, string> Units,
    IReadOnlyList<string> NameClaims)
{
    const string Section = "Crm:Security:OpenIdConnect";

    /// <exception cref="StartupException">One of them can't be used.</exception>
    public static IReadOnlyList<ProviderSettings> Read(IConfiguration configuration)
    {
        var all = configuration.GetSection(Section).GetChildren().Select(Read).ToList();
        if (all.GroupBy(provider => provider.Issuer.TrimEnd('/')).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new StartupException($"{Section} has the issuer {twice.Key} twice. Configure it once, with all its audiences.");
        return all;
    }

    static ProviderSettings Read(IConfigurationSection section)
    {
        var authority = ReadAuthority(section);
        var audiences = List(section, "Audience");
        if (audiences.Count == 0)
            throw new StartupException($"{section.Path}:Audience is missing. Set it to what the provider's access tokens for this API say in \"aud\": without it, tokens for others would be taken.");
        var units = section.GetSection("Units").GetChildren().ToDictionary(unit => unit.Key, unit => unit.Value ?? "");
        var unitClaims = List(section, "UnitClaim");
        if (units.Count > 0 && unitClaims.Count == 0)
            throw new StartupException($"{section.Path}:Units is set without UnitClaim. Say in UnitClaim which claim of the token names the units.");
        return new(
            section.Key, authority, section["Issuer"] is { Length: > 0 } issuer ? issuer : authority.AbsoluteUri, audiences,
            OrElse(List(section, "ScopeClaim"), "roles", "groups"),
            section.GetSection("Scopes").GetChildren().ToDictionary(role => role.Key, ReadScopes),
            unitClaims, units, OrElse(List(section, "NameClaim"), "name", "preferred_username", "email"));
    }

    static Uri ReadAuthority(IConfigurationSection section)
    {
        var text = section["Authority"];
        if (!Uri.TryCreate(text, UriKind.Absolute, out var authority) || authority.Scheme is not ("https" or "http"))
            throw new StartupException($"{section.Path}:Authority is \"{text}\". Set it to the address of the identity provider, such as https://login.example.com.");
        if (authority.Scheme == "http" && !authority.IsLoopback)
            throw new StartupException($"{section.Path}:Authority is {authority}, without encryption: whoever is in between could sign in as anybody. Use https.");
        return authority;
    }

    static string[] ReadScopes(IConfigurationSection role)
    {
        var scopes = List(role).SelectMany(ScopeList.Read).ToArray();
        return scopes.FirstOrDefault(scope => !ScopeForm().IsMatch(scope)) is { } odd
            ? throw new StartupException($"{role.Path} names \"{odd}\", which is no scope. Write scopes such as \"contacts:read contacts:write\", or \"*\" for all.")
            : scopes;
    }

    static List<string> List(IConfigurationSection section, string name) => List(section.GetSection(name));

    /// <summary>One value, or several as a list.</summary>
    static List<string> List(IConfigurationSection section) =>
        [.. section.GetChildren().Select(child => child.Value).Prepend(section.Value).Where(value => !string.IsNullOrWhiteSpace(value)).OfType<string>()];

    static List<string> OrElse(List<string> given, params string[] usual) => given.Count > 0 ? given : [.. usual];

    [GeneratedRegex(@"^(\*|[a-z][a-z0-9.-]*:[a-z][a-z0-9-]*)$")]
    private static partial Regex ScopeForm();
}
