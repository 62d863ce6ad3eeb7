using System.Linq.Expressions;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Units;

/// <summary>Which units contacts and accounts belong to.</summary>
static class UnitMemberships
{
    /// <summary>Makes a record belong to exactly these units.</summary>
    public static void Set(
        IReadOnlyList<UnitMembership> current, IReadOnlyCollection<Guid> units, Action<Guid> add, Action<UnitMembership> remove, FieldPath at)
    {
        var wanted = units.ToHashSet();
        Limit.Check(wanted.Count, Limit.PerRecord, at);
        foreach (var membership in current.Where(membership => !wanted.Contains(membership.UnitId)).ToList()) remove(membership);
        foreach (var unit in wanted.Except(current.Select(membership => membership.UnitId)).ToList()) add(unit);
    }

    /// <summary>The units of many contacts or accounts, in one statement.</summary>
    public static async Task<ILookup<Guid, Unit>> UnitsAsync(
        IQueryable<UnitMembership> memberships, Expression<Func<UnitMembership, Guid>> holder, IQueryable<Unit> units, CancellationToken ct)
    {
        var holderOf = holder.Compile();
        var rows = await memberships.Join(units, x => x.UnitId, x => x.Id, (membership, unit) => new { Membership = membership, Unit = unit })
            .ToListAsync(ct);
        return rows.OrderBy(row => row.Unit.Name, StringComparer.Ordinal).ThenBy(row => row.Unit.Id)
            .ToLookup(row => holderOf(row.Membership), row => row.Unit);
    }
}
