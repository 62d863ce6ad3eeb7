using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Server.Tests.Security;

/// <summary>What of the schema exists for a member.</summary>
public sealed class MemberViewTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Fact]
    public async Task A_member_has_what_says_so_and_nothing_else()
    {
        var view = await ViewAsync();

        Assert.Equal(["me", "node", "nodes"], view.Query!.Fields.Keys.Order());
        Assert.Null(view.Mutation);
        Assert.Equal(["contactChanged", "interactionRecorded"], view.Subscription!.Fields.Keys.Order());
        Assert.Equal(
            [
                "birthDate", "contactPoints", "createdAt", "displayName", "email", "familyName", "givenName", "id", "interactions", "jobTitle",
                "language", "phone", "status", "timeZone", "updatedAt", "version",
            ], Fields(view, "Contact"));
        Assert.Equal(["amount", "channel", "currency", "id", "kind", "lines", "occurredAt", "status", "timeZone"], Fields(view, "Interaction"));
        Assert.Equal(["category", "gross", "id", "net", "position", "productRef", "quantity", "tax"], Fields(view, "InteractionLine"));
    }

    [Theory]
    [InlineData("User")]
    [InlineData("Account")]
    [InlineData("Unit")]
    [InlineData("Identity")]
    [InlineData("Affiliation")]
    [InlineData("ContactFilterInput")]
    [InlineData("SearchResult")]
    public async Task A_member_has_not(string type) => Assert.False((await ViewAsync()).Types.ContainsKey(type));

    [Fact]
    public async Task A_member_filters_only_by_what_it_reads() => Assert.Equal(
        ["amount", "and", "channel", "currency", "id", "kind", "lines", "occurredAt", "or", "status", "timeZone"],
        ((InputObjectType)(await ViewAsync()).Types["InteractionFilterInput"]).Fields.Keys.Order());

    static IEnumerable<string> Fields(GraphQLSchema view, string type) => ((ObjectType)view.Types[type]).Fields.Keys.Order();

    async Task<GraphQLSchema> ViewAsync()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        return lease.Generation.Executors.For(new(Access.Everything.Scopes, IsMember: true)).Schema;
    }
}
