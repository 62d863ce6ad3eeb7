namespace Crm.Headless.Server.Units;

static class UnitStatus
{
    public static IQueryable<Unit> InStatus(this IQueryable<Unit> units, RecordStatus? status) =>
        status is { } only ? units.Where(unit => unit.Status == only) : units;

    public static IQueryable<User> InStatus(this IQueryable<User> users, RecordStatus? status) =>
        status is { } only ? users.Where(user => user.Status == only) : users;
}
