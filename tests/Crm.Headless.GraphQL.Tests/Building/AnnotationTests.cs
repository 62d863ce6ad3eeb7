using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Building;

public sealed class AnnotationTests
{
    [Authorize("shops:read"), PersonalData]
    public sealed record Shop(
        [GraphQLName("title"), GraphQLDescription("What it is called.")] string Name,
        [GraphQLDeprecated("Use title.")] string? Label,
        [PersonalData, Authorize("owners:read")] string Owner,
        [Cost(3)] string Map,
        [ListSize(7)] IReadOnlyList<string> Tags,
        [ID<Shop>] Guid? Parent,
        [Scalar("EmailAddress")] string? Email);

    [QueryType, Authorize("shops:list")]
    public static class Queries
    {
        public static Shop? GetShop() => null;

        [Authorize("shops:count")]
        public static int GetCount() => 0;

        [AllowAnonymous, Cost(5)]
        public static bool GetIsOpen([GraphQLName("at"), GraphQLDeprecated("It is always now.")] string? when) => when is null;

        [GraphQLIgnore]
        public static bool GetNothing() => false;
    }

    readonly GraphQLSchema _schema = Schemas.Of(typeof(Queries));

    [Fact]
    public void The_scope_is_the_methods_else_its_classs()
    {
        Assert.Equal("shops:list", _schema.Field("Query.shop").Scope);
        Assert.Equal("shops:count", _schema.Field("Query.count").Scope);
        Assert.Null(_schema.Field("Query.isOpen").Scope);
        Assert.Equal("shops:read", _schema.Types["Shop"].Scope);
        Assert.Equal("owners:read", _schema.Field("Shop.owner").Scope);
        Assert.Null(_schema.Field("Shop.title").Scope);
    }

    [Fact]
    public void Attributes_of_a_records_parameters_count_for_its_members()
    {
        Assert.Equal("What it is called.", _schema.Field("Shop.title").Description);
        Assert.Equal("Use title.", _schema.Field("Shop.label").DeprecationReason);
        Assert.Equal("ID", _schema.Field("Shop.parent").Type.ToString());
        Assert.Equal("EmailAddress", _schema.Field("Shop.email").Type.ToString());
        Assert.True(_schema.Field("Shop.owner").IsPersonal);
        Assert.True(_schema.Types["Shop"].IsPersonal);
        Assert.False(_schema.Field("Shop.map").IsPersonal);
    }

    [Fact]
    public void Costs_and_list_sizes_are_kept()
    {
        Assert.Equal(3, _schema.Field("Shop.map").Cost);
        Assert.Equal(7, _schema.Field("Shop.tags").ListSize);
        Assert.Equal(5, _schema.Field("Query.isOpen").Cost);
    }

    [Fact]
    public void An_argument_can_be_renamed_and_deprecated() =>
        Assert.Equal("It is always now.", _schema.Field("Query.isOpen").Arguments["at"].DeprecationReason);

    [Fact]
    public void What_is_ignored_is_not_there() => Assert.Equal(["shop", "count", "isOpen"], _schema.Query!.Fields.Keys);

    [Fact]
    public void What_a_field_reads_of_its_parent_is_known()
    {
        Assert.Equal(["Name"], _schema.Field("Shop.title").Reads!.Select(property => property.Name));
        Assert.Equal(["AccountId"], Crm.Schema.Field("Contact.account").Reads!.Select(property => property.Name));
        Assert.Equal(["Id"], Crm.Schema.Field("Contact.nickname").Reads!.Select(property => property.Name));
        Assert.Null(Crm.Schema.Field("Contact.nameLength").Reads);
        Assert.Null(Crm.Schema.Field("Contact.shout").Reads);
    }
}
