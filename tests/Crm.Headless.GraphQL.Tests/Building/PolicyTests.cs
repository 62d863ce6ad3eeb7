using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Building;

/// <summary>Default deny: what doesn't say who may use it is refused by name.</summary>
public sealed class PolicyTests
{
    const string Remedy = "[Authorize(\"...\")] with a scope, or [AllowAnonymous] for everybody who is authenticated";

    public sealed record Shop(string Name);

    [QueryType]
    public static class Undeclared
    {
        public static Shop? GetShop() => null;
    }

    [QueryType, AllowAnonymous]
    public static class Declared
    {
        public static Shop? GetShop() => null;
    }

    [Fact]
    public void A_root_field_without_a_policy() =>
        Assert.Equal($"Query.shop (core): nothing says who may use it. Add {Remedy}.", Problem(Schemas.Core(typeof(Undeclared), typeof(Shop))));

    [Fact]
    public void The_policy_of_its_class_counts_and_values_follow() => Assert.NotNull(Build(Schemas.Core(typeof(Declared), typeof(Shop))));

    [ObjectType<Shop>]
    public static class LoyaltyShopFields
    {
        public static long? GetPoints() => 0;
    }

    [ObjectType<Shop>, Authorize("loyalty:read")]
    public static class DeclaredLoyaltyShopFields
    {
        public static long? GetPoints() => 0;
    }

    [Fact]
    public void A_field_that_a_plugin_adds_to_somebody_elses_type()
    {
        var core = Schemas.Core(typeof(Declared), typeof(Shop));

        Assert.Equal(
            $"Shop.points (plugin \"crm.loyalty\" 1.2.0): nothing says who may use it. Add {Remedy}.",
            Problem(core, Schemas.Plugin(typeof(LoyaltyShopFields))));
        Assert.Equal("loyalty:read", Build(core, Schemas.Plugin(typeof(DeclaredLoyaltyShopFields))).Field("Shop.points").Scope);
    }

    public sealed class Sale
    {
        public Guid Id { get; set; }
    }

    [ObjectType<Sale>, Authorize("sales:read")]
    public static class SaleFields
    {
        public static int GetSum() => 0;
    }

    [QueryType, AllowAnonymous]
    public static class SaleQueries
    {
        public static IQueryable<Sale> GetSales(IQueryable<Sale> sales) => sales;
    }

    [Fact]
    public void A_type_that_rows_are_made_of()
    {
        Assert.Equal(
            $"Sale (core): nothing says who may use its rows. Put {Remedy}, on Sale or on its [ObjectType<Sale>] class.",
            Problem(Schemas.Core(typeof(SaleQueries), typeof(Sale))));
        Assert.Equal("sales:read", Build(Schemas.Core(typeof(SaleQueries), typeof(Sale), typeof(SaleFields))).Types["Sale"].Scope);
    }

    [MutationType, Authorize("sales:write")]
    public static class SaleMutations
    {
        public static bool Sell([Authorize("sales:discount")] int discount, SaleInput sale) => discount > 0 && sale.Count > 0;
    }

    [Authorize("sales:bulk")]
    public sealed record SaleInput(int Count, [Authorize("sales:gift")] string? Gift);

    [Fact]
    public void Mutations_arguments_inputs_and_their_fields_have_scopes_of_their_own()
    {
        var schema = Build(Schemas.Core(typeof(Declared), typeof(Shop), typeof(SaleMutations)));
        var input = ((InputObjectType)schema.Types["SaleInput"]).Fields;

        Assert.Equal("sales:write", schema.Field("Mutation.sell").Scope);
        Assert.Contains("sales:discount", SchemaView.ScopesOf(schema));
        Assert.Contains("sales:bulk", SchemaView.ScopesOf(schema));
        Assert.Contains("sales:gift", SchemaView.ScopesOf(schema));
        Assert.NotEmpty(input);
    }

    static GraphQLSchema Build(params SchemaSource[] sources) =>
        sources.Aggregate(new SchemaBuilder { RequiresPolicies = true }, (builder, source) => builder.Add(source)).Build();

    static string Problem(params SchemaSource[] sources) => Assert.Single(Assert.Throws<SchemaException>(() => Build(sources)).Problems);
}
