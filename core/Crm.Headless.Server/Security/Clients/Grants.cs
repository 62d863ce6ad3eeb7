using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security.Audit;
using Crm.Headless.Server.Units;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Security;

/// <summary>Nobody gives what he doesn't have, nor lays hands on a client that has it.</summary>
sealed class Grants(Actor actor, DeclaredScopes declared, AuditLog audit)
{
    Access Own => actor.Principal.Access;

    /// <exception cref="UnknownScopeException">Nothing asks for one of them.</exception>
    /// <exception cref="ScopeNotHeldException">The actor doesn't have one of them.</exception>
    public string ReadScopes(IReadOnlyList<string> given, FieldPath at)
    {
        var scopes = given.Select(scope => scope.Trim()).ToList();
        if (scopes.Where(scope => !declared.All.Contains(scope)).Distinct().ToList() is { Count: > 0 } unknown)
            throw new UnknownScopeException(at, unknown, declared.All);
        CheckScopes(scopes, at);
        return ScopeList.Write(scopes);
    }

    /// <exception cref="NotFoundException">There is no such unit.</exception>
    /// <exception cref="UnitNotHeldException">The actor doesn't see the unit.</exception>
    public async Task<Guid?> ReadUnitAsync(CrmDb db, UnitRefInput? input, FieldPath at, CancellationToken ct)
    {
        Guid? unit = input?.Read(at) is { } reference ? (await UnitReferences.LoadAsync(db, [reference], ct)).Get(reference) : null;
        if (!await SeesAsync(db, unit, ct)) throw Denied(new UnitNotHeldException(at));
        return unit;
    }

    /// <exception cref="ScopeNotHeldException">The client has a scope that the actor doesn't have.</exception>
    /// <exception cref="UnitNotHeldException">The client sees what the actor doesn't.</exception>
    public async Task CheckAsync(CrmDb db, ApiClient client, FieldPath at, CancellationToken ct)
    {
        CheckScopes(ScopeList.Read(client.ScopeList), at);
        if (!await SeesAsync(db, client.UnitId, ct)) throw Denied(new UnitNotHeldException(at));
    }

    void CheckScopes(IEnumerable<string> scopes, FieldPath at)
    {
        if (scopes.Where(scope => !Own.Has(scope)).Distinct().ToList() is { Count: > 0 } missing) throw Denied(new ScopeNotHeldException(at, missing));
    }

    CrmException Denied(CrmException refused)
    {
        audit.Denied(refused.Code, actor.Principal, address: null);
        return refused;
    }

    async Task<bool> SeesAsync(CrmDb db, Guid? unit, CancellationToken ct)
    {
        if (actor.Principal.Units is not { } own) return true;
        if (unit is null || own.Count == 0) return false;
        var path = await db.Set<Unit>().Where(x => x.Id == unit).Select(x => x.Path).SingleAsync(ct);
        return UnitTree.Steps(path).Any(own.Contains);
    }
}
