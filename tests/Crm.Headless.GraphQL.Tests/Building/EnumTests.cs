using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Building;

public sealed class EnumTests
{
    public enum Payment
    {
        /// <summary>Notes and coins.</summary>
        Cash,
        [GraphQLDeprecated("Use CASH.")]
        WeChatPay,
        [GraphQLName("CARD")]
        HTTPCard,
        [GraphQLIgnore]
        Secret,
    }

    [QueryType]
    public static class Queries
    {
        public static Payment GetPayment(Payment payment = Payment.WeChatPay) => payment;

        public static Crm.VisitKind? GetKind(Crm.VisitKind? kind) => kind;

        public static Crm.VisitKind GetRetired() => new("RETIRED");
    }

    static SchemaSource Core => Schemas.Core(typeof(Queries), typeof(Crm.Kinds), typeof(Crm.VisitKind));

    [Fact]
    public void Values_are_upper_snake_and_carry_their_comments()
    {
        var values = ((EnumType)Schemas.Of(Core).Types["Payment"]).Values;
        Assert.Equal(["CASH", "WE_CHAT_PAY", "CARD"], values.Keys);
        Assert.Equal("Notes and coins.", values["CASH"].Description);
        Assert.Equal("Use CASH.", values["WE_CHAT_PAY"].DeprecationReason);
    }

    [Fact]
    public void Several_sources_add_values_to_an_open_enum_and_each_keeps_its_owner()
    {
        var values = ((EnumType)Schemas.Of(Core, Schemas.Plugin(typeof(Crm.LoyaltyKinds))).Types["VisitKind"]).Values;
        Assert.Equal(["STORE: core", "ONLINE: core", "LOYALTY_CHECKIN: plugin \"crm.loyalty\" 1.2.0"],
            values.Values.Select(value => $"{value.Name}: {value.Owner}"));
    }

    [Fact]
    public async Task Values_go_in_and_come_out() => Assert.Equal(
        """{"data":{"payment":"WE_CHAT_PAY","cash":"CASH","kind":"LOYALTY_CHECKIN"}}""",
        await Schemas.Of(Core, Schemas.Plugin(typeof(Crm.LoyaltyKinds))).AnswerAsync("{ payment cash: payment(payment: CASH) kind(kind: LOYALTY_CHECKIN) }"));

    [Fact]
    public async Task A_value_that_nobody_declares_is_an_error_of_the_field() =>
        Assert.Contains("VisitKind", await Schemas.Of(Core).AnswerAsync("{ retired }"));

    [Fact]
    public async Task A_value_that_nobody_declares_any_more_goes_in_and_comes_out_deprecated()
    {
        var schema = WithRetired(["RETIRED", "STORE", "RETIRED", "no name", "__own", "true", ""], Core);
        Assert.Equal(["STORE", "ONLINE", "RETIRED"], ((EnumType)schema.Types["VisitKind"]).Values.Keys);
        Assert.Equal(
            """{"data":{"retired":"RETIRED","kind":"RETIRED"}}""", await schema.AnswerAsync("{ retired kind(kind: RETIRED) }"));
        Assert.Contains(
            """{"name":"RETIRED","isDeprecated":true,"deprecationReason":"Gone."}""",
            await schema.AnswerAsync("""{ __type(name: "VisitKind") { enumValues(includeDeprecated: true) { name isDeprecated deprecationReason } } }"""));
    }

    [Fact]
    public void A_value_that_is_declared_again_is_not_retired()
    {
        var schema = WithRetired(["LOYALTY_CHECKIN"], Core, Schemas.Plugin(typeof(Crm.LoyaltyKinds)));
        Assert.Null(((EnumType)schema.Types["VisitKind"]).Values["LOYALTY_CHECKIN"].DeprecationReason);
    }

    static GraphQLSchema WithRetired(string[] values, params SchemaSource[] sources)
    {
        var builder = new SchemaBuilder { Retired = [new(typeof(Crm.VisitKind), values, "Gone.")] };
        foreach (var source in sources) builder.Add(source);
        return builder.Build();
    }

    [EnumType<Crm.VisitKind>]
    public static class Renamed
    {
        public static Crm.VisitKind LoyaltyCheckin { get; } = new("CHECKIN");
    }

    [Fact]
    public void A_value_of_an_open_enum_has_its_name_as_its_text() => Assert.Equal(
        "VisitKind.LOYALTY_CHECKIN (plugin \"crm.loyalty\" 1.2.0) has another text than its name. Make it new(\"LOYALTY_CHECKIN\").",
        Schemas.ProblemOf(Core, Schemas.Plugin(typeof(Renamed))));

    [EnumType<Crm.VisitKind>]
    public static class Wrong
    {
        public static Crm.VisitKind Store { get; } = new("STORE");
    }

    [Fact]
    public void A_plugins_value_carries_its_prefix_and_no_value_exists_twice() => Assert.Equal(
        [
            "VisitKind.STORE (plugin \"crm.loyalty\" 1.2.0) must begin with the plugin's prefix: call it LOYALTY_STORE.",
            "VisitKind.STORE exists twice: core and plugin \"crm.loyalty\" 1.2.0. Rename one of them.",
        ],
        Schemas.ProblemsOf(Core, Schemas.Plugin(typeof(Wrong))));
}
