using Crm.Headless.GraphQL.Querying;

namespace Crm.Headless.GraphQL.Tests.Building;

/// <summary>What a schema is refused for: each message names the place, whose it is, and the remedy.</summary>
public sealed class RefusalTests
{
    public sealed class Shop
    {
        public Guid Id { get; set; }
        public string Name { get; set; } = "";
    }

    public sealed class Shelf
    {
        public Guid ShopId { get; set; }
        public long Number { get; set; }
    }

    [QueryType]
    public static class Queries
    {
        public static Shop? GetShop() => null;
    }

    static string Problem(Type extension) => Schemas.ProblemOf(typeof(Queries), typeof(Shop), typeof(Shelf), extension);

    [Fact]
    public void A_schema_without_a_query() =>
        Assert.Equal("The schema has no query. Add a class with [QueryType] and a public method.", Schemas.ProblemOf(typeof(Shop)));

    [ObjectType<Shop>]
    public static class Asynchronous
    {
        public static Task<string> GetNewsAsync([Parent] Shop shop) => Task.FromResult(shop.Name);
    }

    [Fact]
    public void A_resolver_with_one_parent_that_is_asynchronous() => Assert.Equal(
        "Shop.news (core): a resolver with one parent must not be asynchronous: it would run once for every parent. Make it a [BatchResolver] "
        + "that takes all parents, [Parent] IReadOnlyList<T> or their keys, [Parent(\"Id\")] IReadOnlyList<Guid>.",
        Problem(typeof(Asynchronous)));

    [ObjectType<Shop>]
    public static class WithService
    {
        public static string GetNews([Parent] Shop shop, IQueryRunner runner) => shop.Name + runner;
    }

    [Fact]
    public void A_resolver_with_one_parent_that_takes_a_service() =>
        Assert.StartsWith("Shop.news (core): a resolver with one parent must not take IQueryRunner runner: ", Problem(typeof(WithService)));

    [ObjectType<Shop>]
    public static class WrongParent
    {
        public static long GetNumber([Parent] Shelf shelf) => shelf.Number;
    }

    [Fact]
    public void A_parent_of_another_type() => Assert.Equal(
        "Shop.number (core): [Parent] shelf is no Shop. Make it Shop, or IReadOnlyList<Shop> in a [BatchResolver].", Problem(typeof(WrongParent)));

    [ObjectType<Shop>]
    public static class ForgottenParent
    {
        public static string GetSign(Shop shop) => shop.Name;
    }

    [Fact]
    public void A_parent_without_its_attribute() => Assert.Contains(
        "Shop.sign (core): it takes Shop shop, but not as [Parent]. Add the attribute: without it the parameter is a service.",
        Schemas.ProblemsOf(Schemas.Core(typeof(Queries), typeof(Shop), typeof(ForgottenParent))));

    [ObjectType<Shop>]
    public static class Unmarked
    {
        public static IReadOnlyList<string> GetNews([Parent] IReadOnlyList<Shop> shops) => [.. shops.Select(shop => shop.Name)];
    }

    [Fact]
    public void All_parents_without_the_batch_attribute() =>
        Assert.Contains("Shop.news (core): it takes all parents at once but isn't marked [BatchResolver]. Add the attribute.",
            Schemas.ProblemsOf(Schemas.Core(typeof(Queries), typeof(Shop), typeof(Unmarked))));

    [ObjectType<Shop>]
    public static class BatchOfOne
    {
        [BatchResolver]
        public static string GetNews([Parent] Shop shop) => shop.Name;
    }

    [Fact]
    public void A_batch_resolver_that_takes_one_parent() => Assert.Equal(
        "Shop.news (core): a [BatchResolver] takes all parents: give it a parameter [Parent] IReadOnlyList<Shop>, or [Parent(\"Id\")] IReadOnlyList<Guid> for their keys.",
        Problem(typeof(BatchOfOne)));

    [ObjectType<Shop>]
    public static class BatchToOne
    {
        [BatchResolver]
        public static string GetNews([Parent] IReadOnlyList<Shop> shops) => shops[0].Name;
    }

    [Fact]
    public void A_batch_resolver_that_returns_one_result() => Assert.Equal(
        "Shop.news (core): a [BatchResolver] returns one result per parent: a list in the order of the parents, or an IReadOnlyDictionary by the parent or its key.",
        Problem(typeof(BatchToOne)));

    [ObjectType<Shop>]
    public static class WrongKey
    {
        [BatchResolver]
        public static Dictionary<string, string> GetNews([Parent("Id")] IReadOnlyList<Guid> ids) => ids.ToDictionary(id => id.ToString(), id => "");
    }

    [Fact]
    public void A_dictionary_by_something_else_than_what_was_asked_by() => Assert.Equal(
        "Shop.news (core): it takes Guid but returns results by String. Take the keys, [Parent(\"...\")] IReadOnlyList<String>, or return results by Guid.",
        Problem(typeof(WrongKey)));

    [ObjectType<Shop>]
    public static class UnknownKey
    {
        [BatchResolver]
        public static IReadOnlyList<string> GetNews([Parent("Key")] IReadOnlyList<Guid> keys) => [.. keys.Select(key => key.ToString())];
    }

    [Fact]
    public void A_key_that_the_parent_does_not_have() => Assert.Equal(
        "Shop.news (core): [Parent(\"Key\")] names no property of Shop. Name one of its public properties.", Problem(typeof(UnknownKey)));

    [ObjectType<Shop>]
    public static class Unjoined
    {
        public static IQueryable<Shelf> GetShelves(IQueryable<Shelf> shelves) => shelves;
    }

    [Fact]
    public void Rows_without_a_way_to_their_parents() => Assert.Equal(
        "Shop.shelves (core): its rows have no way to their parents. Add [Join(nameof(Parent.Key), nameof(Child.ParentKey))], or make it a [BatchResolver].",
        Problem(typeof(Unjoined)));

    [ObjectType<Shop>]
    public static class JoinedWrongly
    {
        [Join("Id", "Number")]
        public static IQueryable<Shelf> GetShelves(IQueryable<Shelf> shelves) => shelves;

        [Join("Id", "Shop")]
        public static IQueryable<Shelf> GetOthers(IQueryable<Shelf> shelves) => shelves;
    }

    [Fact]
    public void A_join_of_properties_that_differ_or_do_not_exist() => Assert.Equal(
        [
            "Shop.shelves (core): [Join] compares Shop.Id (Guid) with Shelf.Number (Int64). Name two properties of the same type.",
            "Shop.others (core): [Join] names Shelf.Shop, which doesn't exist. Name a public property of Shelf.",
        ],
        Schemas.ProblemsOf(Schemas.Core(typeof(Queries), typeof(Shop), typeof(Shelf), typeof(JoinedWrongly))));

    [QueryType]
    public static class BadRows
    {
        [UsePaging(DefaultPageSize = 20, MaxPageSize = 10)]
        public static IQueryable<Shop> GetShops(IQueryable<Shop> shops) => shops;

        [UseSorting(Default = ["Nmae DESC"])]
        public static IQueryable<Shop> GetSorted(IQueryable<Shop> shops) => shops;
    }

    [Fact]
    public void Page_sizes_and_default_orders_that_make_no_sense() => Assert.Equal(
        [
            "Query.shops (core): DefaultPageSize is 20 and MaxPageSize 10. Make the first positive and the second at least as large.",
            "Query.sorted (core): the default order \"Nmae DESC\" is no property of Shop that has an order, with or without \" DESC\" behind it. Correct [UseSorting].",
        ],
        Schemas.ProblemsOf(Schemas.Core(typeof(BadRows), typeof(Shop))));

    [QueryType]
    public static class BadTypes
    {
        public static Dictionary<string, int> GetCounts() => [];
        public static Stream GetStream() => Stream.Null;
        public static IDisposable? GetAbstract() => null;
        public static Task DoAsync() => Task.CompletedTask;
        public static bool GetFound([ID] Guid id, Dictionary<string, string> options) => id != default && options.Count > 0;
        public static bool GetTime([Scalar("Moment")] string time) => time.Length > 0;
        public static bool GetSize([DefaultValue("x")] int size) => size > 0;
    }

    [Fact]
    public void Types_that_have_no_place_in_a_schema()
    {
        var problems = Schemas.ProblemsOf(Schemas.Core(typeof(BadTypes)));
        Assert.Contains(problems, problem => problem.StartsWith("Query.counts (core): the dictionary Dictionary`2 has no GraphQL type."));
        Assert.Contains(problems, problem => problem.StartsWith("Query.stream (core): Stream is abstract"));
        Assert.Contains(problems, problem => problem.StartsWith("Query.abstract (core): IDisposable is abstract"));
        Assert.Contains(problems, problem => problem.StartsWith("Query.do (core): a field must return something."));
        Assert.Contains("Query.found(id:) (core): [ID] doesn't say of which type the id is. Write [ID<Contact>], with the class whose id it is.", problems);
        Assert.Contains(problems, problem => problem.StartsWith("Query.time(time:) (core): there is no scalar Moment. There are Any, Boolean,"));
        Assert.Contains(problems, problem => problem.StartsWith("Query.size(size:) (core): the default doesn't fit Int!"));
        Assert.DoesNotContain(problems, problem => problem.StartsWith("Query.found(options:)"));
    }
}
