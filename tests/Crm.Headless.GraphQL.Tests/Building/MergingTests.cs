using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Building;

public sealed class MergingTests
{
    public sealed record Shop(string Name);

    [QueryType]
    public static class CoreQueries
    {
        public static Shop? GetShop() => null;
    }

    static SchemaSource Core => Schemas.Core(typeof(CoreQueries), typeof(Shop));

    public sealed record LoyaltyProgram(string Code);

    [QueryType]
    public static class LoyaltyQueries
    {
        public static IReadOnlyList<LoyaltyProgram>? GetLoyaltyPrograms() => null;
    }

    [ObjectType<Shop>]
    public static class LoyaltyShop
    {
        public static LoyaltyProgram? GetLoyalty([Parent] Shop shop) => new(shop.Name);
    }

    [Fact]
    public async Task A_plugin_adds_types_root_fields_and_fields_of_core_types_and_all_of_it_names_its_owner()
    {
        var schema = Schemas.Of(Core, Schemas.Plugin(typeof(LoyaltyQueries), typeof(LoyaltyProgram), typeof(LoyaltyShop)));
        Assert.Equal(Owner.Core, schema.Field("Shop.name").Owner);
        Assert.Equal(Schemas.Loyalty, schema.Field("Shop.loyalty").Owner);
        Assert.Equal(Schemas.Loyalty, schema.Field("Query.loyaltyPrograms").Owner);
        Assert.Equal(Schemas.Loyalty, schema.Types["LoyaltyProgram"].Owner);
        Assert.Equal(Schemas.Loyalty, schema.Field("LoyaltyProgram.code").Owner);
        Assert.Equal("""{"data":{"shop":null,"loyaltyPrograms":null}}""", await schema.AnswerAsync("{ shop { loyalty { code } } loyaltyPrograms { code } }"));
    }

    [ObjectType<Shop>]
    public static class CardsShop
    {
        public static string? GetLoyalty([Parent] Shop shop) => shop.Name;
    }

    [Fact]
    public void The_same_field_of_two_plugins_is_refused_and_names_both() => Assert.Equal(
        "Shop.loyalty exists twice: plugin \"crm.loyalty\" 1.2.0 and plugin \"acme.cards\" 0.3.0. Rename one of them with [GraphQLName].",
        Schemas.ProblemOf(Core, Schemas.Plugin(typeof(LoyaltyShop), typeof(LoyaltyProgram)), Schemas.OtherPlugin(typeof(CardsShop))));

    [GraphQLName("LoyaltyProgram")]
    public sealed record Program(string Name);

    [ObjectType<Shop>]
    public static class ProgramShop
    {
        public static Program? GetProgram([Parent] Shop shop) => new(shop.Name);
    }

    [Fact]
    public void The_same_type_name_twice_is_refused_and_names_both() => Assert.Equal(
        "Type LoyaltyProgram exists twice: Crm.Headless.GraphQL.Tests.Building.MergingTests+LoyaltyProgram (plugin \"crm.loyalty\" 1.2.0) and "
        + "Crm.Headless.GraphQL.Tests.Building.MergingTests+Program (core). Rename one of them with [GraphQLName].",
        Schemas.ProblemOf(Schemas.Core(typeof(CoreQueries), typeof(Shop), typeof(Program), typeof(ProgramShop)), Schemas.Plugin(typeof(LoyaltyQueries), typeof(LoyaltyProgram))));

    [QueryType]
    public static class Unprefixed
    {
        public static Shop? GetBestShop() => null;
    }

    [Fact]
    public void A_plugins_root_field_without_its_prefix_is_refused() => Assert.Equal(
        "Query.bestShop (plugin \"crm.loyalty\" 1.2.0): a plugin's root field must begin with its prefix. Call it loyaltyBestShop.",
        Schemas.ProblemOf(Core, Schemas.Plugin(typeof(Unprefixed))));

    public sealed record Tier(string Code);

    [ObjectType<Shop>]
    public static class TierShop
    {
        public static Tier? GetTier([Parent] Shop shop) => new(shop.Name);
    }

    [Fact]
    public void A_plugins_type_without_its_prefix_is_refused() => Assert.Equal(
        "Type Tier (plugin \"crm.loyalty\" 1.2.0) must begin with the plugin's prefix: call it LoyaltyTier, or use [GraphQLName].",
        Schemas.ProblemOf(Core, Schemas.Plugin(typeof(Tier), typeof(TierShop))));

    [ObjectType<Shop>]
    public static class Fragile
    {
        public static int GetPoints([Parent] Shop shop) => shop.Name.Length;
    }

    [Fact]
    public void What_a_plugin_adds_to_a_core_type_must_be_nullable() => Assert.Equal(
        "Shop.points (plugin \"crm.loyalty\" 1.2.0): what a plugin adds to Shop (core) must be nullable, so that its failure stays its own. "
        + "Make it Int: let the resolver return a nullable type.",
        Schemas.ProblemOf(Core, Schemas.Plugin(typeof(Fragile))));

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var problems = Schemas.ProblemsOf(Core, Schemas.Plugin(typeof(Fragile), typeof(Unprefixed), typeof(Tier), typeof(TierShop)));
        Assert.Equal(3, problems.Count);
        Assert.Contains("The schema has 3 problems:", new SchemaException(problems).Message);
    }

    [InterfaceType]
    public interface ISearchable
    {
        string Name { get; }
    }

    [UnionType, GraphQLName("SearchResult")]
    public interface IResult;

    public sealed record Mall(string Name, int Floors) : ISearchable, IResult;

    public sealed record Market(string Name) : ISearchable, IResult;

    [InterfaceType<ISearchable>]
    public static class SearchableFields
    {
        public static string GetInitial([Parent] ISearchable found) => found.Name[..1];
    }

    [QueryType]
    public static class Search
    {
        public static IReadOnlyList<ISearchable> GetFound() => [new Mall("Plaza", 3), new Market("Sunday")];

        public static IReadOnlyList<IResult> GetResults() => [new Market("Sunday")];
    }

    [Fact]
    public async Task Classes_that_derive_from_an_interface_or_union_belong_to_it()
    {
        var schema = Schemas.Of(typeof(Search), typeof(SearchableFields), typeof(Mall), typeof(Market));
        Assert.Equal(["Mall", "Market"], schema.PossibleTypes((InterfaceType)schema.Types["Searchable"]).Select(type => type.Name).Order());
        Assert.Equal(["Mall", "Market"], ((UnionType)schema.Types["SearchResult"]).Types.Select(type => type.Name).Order());
        Assert.Equal(
            """{"data":{"found":[{"__typename":"Mall","name":"Plaza","initial":"P","floors":3},{"__typename":"Market","name":"Sunday","initial":"S"}],"results":[{"name":"Sunday"}]}}""",
            await schema.AnswerAsync("{ found { __typename name initial ... on Mall { floors } } results { ... on Market { name } } }"));
    }
}
