using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Units;

/// <summary>The organisation's own tree: each unit carries the path from its root.</summary>
static class UnitTree
{
    public const int MaxDepth = 20;

    const int StepLength = 33; // 32 digits and a slash

    public static IEnumerable<Guid> Steps(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(step => Guid.ParseExact(step, "N"));

    /// <summary>Puts a unit below another one, or makes it a root, together with all that is below it.</summary>
    public static async Task PlaceAsync(CrmDb db, Unit unit, Unit? parent, FieldPath at, CancellationToken ct)
    {
        var (before, path) = (unit.Path, $"{parent?.Path}{unit.Id:N}/");
        if (before == path) return;
        if (before.Length > 0 && parent is not null && parent.Path.StartsWith(before, StringComparison.Ordinal))
            throw new CycleException(at, nameof(Unit));
        var below = before.Length == 0 ? [] : await db.Set<Unit>().AsTracking().Where(x => x.Path.StartsWith(before) && x.Id != unit.Id).ToListAsync(ct);
        var deepest = below.Select(x => x.Path.Length - before.Length).DefaultIfEmpty(0).Max() + path.Length;
        Limit.Check(deepest / StepLength, MaxDepth, at);
        foreach (var one in below) one.Path = path + one.Path[before.Length..];
        (unit.Path, unit.ParentId) = (path, parent?.Id);
    }
}
