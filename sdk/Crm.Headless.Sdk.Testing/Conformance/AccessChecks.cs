using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Testing.Conformance;

/// <summary>That every field, filter, order, mutation and subscription of the plugin gives every kind of principal what it may have, and no more.</summary>
static class AccessChecks
{
    public static async Task<IReadOnlyList<string>> FindAsync(CrmTestHost host, string plugin)
    {
        var world = await AccessWorld.FillAsync(host);
        if (await SampleData.FaultAsync(host) is { } fault) return [fault];
        var owners = OwnersIn(world.Schema);
        var faults = await new AccessTrial(world).TryAsync([.. AttemptsIn(world).Where(attempt => attempt.Coordinates.Any(IsOwn))]);
        return [.. faults.GroupBy(one => (Place: one.Attempt.Coordinates.Last(IsOwn), one.Kind)).Select(same => Describe(same.Key.Place, same.First()))];

        bool IsOwn(string coordinate) => owners.GetValueOrDefault(coordinate) == plugin;
    }

    static IEnumerable<Attempt> AttemptsIn(AccessWorld world)
    {
        var walk = new SchemaWalk(world.Schema, world.Ids, AccessWorld.Private);
        return [.. walk.Reads(), .. walk.FiltersAndOrders(), .. walk.Mutations(), .. walk.Subscriptions()];
    }

    static Dictionary<string, string> OwnersIn(GraphQLSchema schema) =>
        AccessMatrix.Of(schema, []).ToDictionary(row => row.Coordinate, row => row.Owner.Id);

    static string Describe(string place, AccessFault fault) => fault.Kind switch
    {
        AccessFaultKind.ShowsHidden =>
            $"{place} shows {NameOf(fault.Who)} something of a record that it doesn't see. Read rows as IQueryable<T> or through ICrmStore, which leave it out, "
            + $"and say with [VisibleWith<Contact>] whose the plugin's own rows are. Tried: {fault.Attempt.Document}",
        AccessFaultKind.ShowsPersonal =>
            $"{place} shows personal data to {NameOf(fault.Who)}, which may not read any. Put [PersonalData] on it. Tried: {fault.Attempt.Document}",
        AccessFaultKind.Fails =>
            $"{place} fails for {NameOf(fault.Who)}: {fault.Text} Let it give null where there is nothing that it sees. Tried: {fault.Attempt.Document}",
        AccessFaultKind.Exists =>
            $"{place} exists for {NameOf(fault.Who)}, which hasn't its scope. Put [Authorize] on it. Tried: {fault.Attempt.Document}",
        _ => $"{place} is refused to {NameOf(fault.Who)}, which has its scope: {fault.Text} Tried: {fault.Attempt.Document}",
    };

    static string NameOf(CrmPrincipal who) => who.Kind switch
    {
        PrincipalKind.Member => "a member",
        PrincipalKind.System => "the administrator",
        var kind => $"a {kind.ToString().ToLowerInvariant()} {who.Name}",
    };
}
