using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Units;

[QueryType, Authorize("units:read")]
static class UnitQueries
{
    /// <summary>The unit with this id, archived or not; null when there is none.</summary>
    [UseSingleOrDefault]
    public static IQueryable<Unit> GetUnit([ID<Unit>] Guid id, IQueryable<Unit> units) => units.Where(unit => unit.Id == id);

    /// <summary>The organisation's own units, by name unless ordered otherwise.</summary>
    /// <param name="status">Only those in this status; null: all. Archived ones are left out unless this asks for them.</param>
    [UsePaging, UseFiltering, UseSorting(Default = ["Name"])]
    public static IQueryable<Unit> GetUnits(IQueryable<Unit> units, [DefaultValue(RecordStatus.Active)] RecordStatus? status) =>
        units.InStatus(status);
}
