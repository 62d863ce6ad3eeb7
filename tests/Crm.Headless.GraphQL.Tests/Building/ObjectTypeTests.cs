using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Building;

public sealed class ObjectTypeTests
{
    /// <summary>A shop.</summary>
    /// <param name="Name">As on the sign.</param>
    public sealed record Shop(string Name, string? Street, int Seats, IReadOnlyList<string?> Tags, Guid Key)
    {
        public string Greeting => $"Welcome to {Name}";

        [GraphQLIgnore]
        public string Secret => "";
    }

    [QueryType]
    public static class Queries
    {
        /// <summary>The shop of a name.</summary>
        /// <param name="name">As on the sign.</param>
        public static Task<Shop?> GetShopByNameAsync(string name, int seats = 4, CancellationToken ct = default) => Task.FromResult<Shop?>(null);
    }

    readonly GraphQLSchema _schema = Schemas.Of(typeof(Queries), typeof(Shop));

    [Fact]
    public void Get_and_Async_are_stripped_and_fields_are_camelCase() => Assert.Equal(["shopByName"], _schema.Query!.Fields.Keys);

    [Theory]
    [InlineData("Query.shopByName", "Shop")]
    [InlineData("Shop.name", "String!")]
    [InlineData("Shop.street", "String")]
    [InlineData("Shop.seats", "Int!")]
    [InlineData("Shop.tags", "[String]!")]
    [InlineData("Shop.key", "UUID!")]
    public void Nullable_reference_types_decide_nullability(string field, string type) =>
        Assert.Equal(type, _schema.Field(field).Type.ToString());

    [Fact]
    public void A_parameter_is_an_argument_and_its_default_is_shown()
    {
        var arguments = _schema.Field("Query.shopByName").Arguments;
        Assert.Equal(["name: String!", "seats: Int!"], arguments.Values.Select(argument => $"{argument.Name}: {argument.Type}"));
        Assert.False(arguments["seats"].IsRequired);
    }

    [Fact]
    public void Comments_become_descriptions()
    {
        Assert.Equal("A shop.", _schema.Types["Shop"].Description);
        Assert.Equal("As on the sign.", _schema.Field("Shop.name").Description);
        Assert.Equal("The shop of a name.", _schema.Field("Query.shopByName").Description);
        Assert.Equal("As on the sign.", _schema.Field("Query.shopByName").Arguments["name"].Description);
    }

    [Fact]
    public void Record_members_are_read_while_writing_and_computed_properties_beforehand()
    {
        var shop = new Shop("Corner", null, 4, [], Guid.Empty);
        Assert.Equal("Corner", Assert.IsType<MemberResolver>(_schema.Field("Shop.name").Resolver).Get(shop));
        Assert.Equal("Welcome to Corner", Assert.IsType<ComputedResolver>(_schema.Field("Shop.greeting").Resolver).Compute(shop, FieldArguments.None));
    }

    [Fact]
    public void An_ignored_member_is_no_field() => Assert.False(((ObjectType)_schema.Types["Shop"]).Fields.ContainsKey("secret"));
}
