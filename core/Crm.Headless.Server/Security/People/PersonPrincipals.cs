using Crm.Headless.Server.Units;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Crm.Headless.Server.Security;

/// <summary>Finds the person whom a token of an identity provider stands for.</summary>
sealed class PersonPrincipals(Standing standing, SignIns signIns, SecurityData data, TimeProvider clock)
{
    /// <summary>A key that the provider withdrew counts no longer than this.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    readonly SeenTokens<Person> _seen = new(clock);
    readonly FreshRows<string, UnitRow> _units = new((codes, ct) => data.ReadAsync(db => db.Set<Unit>()
        .Where(unit => unit.Code != null && EF.Parameter(codes).Contains(unit.Code))
        .ToDictionaryAsync(unit => unit.Code!, unit => new UnitRow(unit.Id, unit.Path), ct), ct));

    /// <exception cref="BadCredentialException">It isn't taken.</exception>
    public async ValueTask<CrmPrincipal> FindAsync(IdentityProvider provider, JsonWebToken token, CancellationToken ct)
    {
        var person = _seen.Find(token.EncodedToken, provider.Settings.Issuer);
        if (person is null)
        {
            var claims = await provider.ReadAsync(token, ct);
            person = new(claims, await signIns.FindOrCreateAsync(claims, ct));
            var soon = clock.GetUtcNow() + Memory;
            _seen.Add(token.EncodedToken, provider.Settings.Issuer, person, claims.ExpiresAt < soon ? claims.ExpiresAt : soon);
        }
        if (await standing.Users.FindAsync(person.UserId, ct) is not { } user) throw new BadCredentialException("The user is gone");
        if (!user.IsActive) throw new BadCredentialException("The user is archived");
        // Not the person's name: it would stand in events, which hold nothing personal.
        return new(PrincipalKind.Person, provider.Settings.Name, person.Claims.Access)
        {
            UserId = person.UserId,
            OwnUnit = user.UnitId,
            Units = await UnitsAsync(person.Claims, user, ct),
            ExpiresAt = person.Claims.ExpiresAt,
        };
    }

    /// <summary>What the provider says and what the user was given both restrict: their common part.</summary>
    async ValueTask<IReadOnlyList<Guid>?> UnitsAsync(PersonClaims claims, UserRow user, CancellationToken ct)
    {
        if (claims.Units is null) return user.UnitId is { } only ? [only] : null;
        var said = new List<UnitRow>();
        foreach (var code in claims.Units)
            if (await _units.FindAsync(code, ct) is { } unit) said.Add(unit);
        if (user.UnitId is not { } own) return [.. said.Select(unit => unit.Id).Distinct()];
        var within = said.Where(unit => UnitTree.Steps(unit.Path).Contains(own)).Select(unit => unit.Id);
        return said.Any(unit => user.UnitPath!.StartsWith(unit.Path, StringComparison.Ordinal)) ? [own] : [.. within.Distinct()];
    }

    sealed record Person(PersonClaims Claims, Guid UserId);

    sealed record UnitRow(Guid Id, string Path);
}
