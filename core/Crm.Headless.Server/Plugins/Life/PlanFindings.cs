using System.Security.Cryptography;
using System.Text;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;
using Difference = Crm.Headless.GraphQL.Schema.ChangeKind;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>Tells how one schema differs from another, in the words of a plan.</summary>
static class PlanFindings
{
    public static IEnumerable<PluginPlanFinding> Of(GraphQLSchema before, GraphQLSchema after) =>
        from change in SchemaComparison.Compare(before, after)
        orderby change.Kind descending
        select new PluginPlanFinding(IdOf(change), SeverityOf(change.Kind), change.Coordinate, OwnerOf(change.Coordinate, before, after), change.Message);

    /// <summary>The scope that would let a plugin, by its own calls of the API, bring in any code.</summary>
    public static IEnumerable<PluginPlanFinding> OfGrants(string plugin, IReadOnlyList<string> scopes)
    {
        if (scopes.Contains("plugins:admin"))
            yield return new("grants-plugins-admin", PluginFindingSeverity.Dangerous, null, plugin,
                "To enable it is to grant it plugins:admin: its calls of the API can then install, change and remove plugins.");
    }

    // Short enough to be typed, and the same for the same difference.
    static string IdOf(SchemaChange change) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(change.ToString())))[..10];

    static PluginFindingSeverity SeverityOf(Difference kind) => kind switch
    {
        Difference.Breaking => PluginFindingSeverity.Breaking,
        Difference.Dangerous => PluginFindingSeverity.Dangerous,
        _ => PluginFindingSeverity.Safe,
    };

    static string OwnerOf(string coordinate, GraphQLSchema before, GraphQLSchema after)
    {
        var place = SchemaCoordinate.Parse(coordinate);
        return (OwnerOf(before.Resolve(place)) ?? OwnerOf(after.Resolve(place)) ?? Owner.Core).Id;
    }

    static Owner? OwnerOf(object? element) => element switch
    {
        Field field => field.Owner,
        InputValue value => value.Owner,
        EnumValue value => value.Owner,
        DirectiveType directive => directive.Owner,
        NamedType type => type.Owner,
        _ => null,
    };
}
