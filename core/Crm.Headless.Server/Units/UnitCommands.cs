using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Units;

/// <summary>Changes units, each in one transaction.</summary>
sealed class UnitCommands(Writer writer, TimeProvider clock)
{
    public Task<Unit> CreateAsync(CreateUnitInput input, CancellationToken ct) => writer.CommitAsync(async (db, ct) =>
    {
        var (now, at) = (clock.Now(), FieldPath.Input);
        var unit = new Unit
        {
            Id = Guid.CreateVersion7(now),
            Name = Text.Required(input.Name, at["name"], Text.Name),
            Kind = input.Kind,
            TimeZone = TimeZones.Read(input.TimeZone, at["timeZone"]),
            CreatedAt = now,
            UpdatedAt = now,
            Version = 1,
        };
        await db.LockTreeAsync<Unit>(ct);
        await SetCodeAsync(db, unit, input.Code, ct);
        await PlaceAsync(db, unit, input.Parent, ct);
        db.Add(unit);
        return unit;
    }, ct);

    public Task<Unit> UpdateAsync(UpdateUnitInput input, CancellationToken ct) =>
        ChangeAsync(input.Id, input.Version, input.Parent.HasValue, async (db, unit, ct) =>
        {
            var at = FieldPath.Input;
            if (input.Name.HasValue) unit.Name = Text.Required(input.Name.Value, at["name"], Text.Name);
            if (input.TimeZone.HasValue) unit.TimeZone = TimeZones.Read(input.TimeZone.Value, at["timeZone"]);
            if (input.Code.HasValue) await SetCodeAsync(db, unit, input.Code.Value, ct);
            unit.Kind = input.Kind.Or(unit.Kind);
            if (input.Parent.HasValue) await PlaceAsync(db, unit, input.Parent.Value, ct);
        }, ct);

    public Task<Unit> SetStatusAsync(Guid id, int? version, RecordStatus status, CancellationToken ct) =>
        ChangeAsync(id, version, false, (_, unit, _) =>
        {
            unit.Status = status;
            return Task.CompletedTask;
        }, ct);

    /// <param name="moves">Its place in the tree, and the paths of all below it.</param>
    Task<Unit> ChangeAsync(
        Guid id, int? version, bool moves, Func<CrmDb, Unit, CancellationToken, Task> change, CancellationToken ct) =>
        writer.CommitAsync(async (db, ct) =>
        {
            if (moves) await db.LockTreeAsync<Unit>(ct);
            var unit = await db.Seen<Unit>().AsTracking().SingleOrDefaultAsync(x => x.Id == id, ct)
                ?? throw new NotFoundException(FieldPath.Input["id"], nameof(Unit), id);
            VersionConflictException.ThrowIf(version, unit.Version);
            await change(db, unit, ct);
            if (db.Entry(unit).State == EntityState.Modified) unit.UpdatedAt = clock.Now();
            return unit;
        }, ct);

    static async Task PlaceAsync(CrmDb db, Unit unit, UnitRefInput? parent, CancellationToken ct)
    {
        var at = FieldPath.Input["parent"];
        new HomeUnit(db).RequireUnit(parent is not null, at);
        await UnitTree.PlaceAsync(db, unit, await ParentAsync(db, parent, ct), at, ct);
    }

    static async Task<Unit?> ParentAsync(CrmDb db, UnitRefInput? input, CancellationToken ct)
    {
        if (input?.Read(FieldPath.Input["parent"]) is not { } reference) return null;
        var id = (await UnitReferences.LoadAsync(db, [reference], ct)).Get(reference);
        return await db.Set<Unit>().AsNoTracking().SingleAsync(x => x.Id == id, ct);
    }

    static async Task SetCodeAsync(CrmDb db, Unit unit, string? given, CancellationToken ct)
    {
        var at = FieldPath.Input["code"];
        var code = Text.Optional(given, at, Text.Short);
        var holder = code is null ? null : await db.Set<Unit>().AsNoTracking().SingleOrDefaultAsync(x => x.Code == code && x.Id != unit.Id, ct);
        if (holder is not null)
            throw new CodeInUseException(at, code!, (await db.HiddenAsync<Unit>([holder.Id], ct)).Count > 0 ? null : holder.Id);
        unit.Code = code;
    }
}
