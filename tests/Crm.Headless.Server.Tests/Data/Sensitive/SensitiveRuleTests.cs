using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data.Sensitive;
using Crm.Headless.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Tests.Data;

public sealed class SensitiveRuleTests
{
    [Fact]
    public Task A_number_can_not_be_sensitive() => RefusesAsync<WithNumber>("WithNumber.Secret is [Sensitive] and is of type Int32");

    [Fact]
    public Task It_can_not_be_searchable() => RefusesAsync<WithSearch>("WithSearch.Secret is [Sensitive] and is [Searchable] as well");

    [Fact]
    public Task It_can_not_be_part_of_a_key() => RefusesAsync<WithSecret>("WithSecret.Secret is [Sensitive] and is part of a key", entity => entity.HasKey(x => new { x.Id, x.Secret }));

    [Fact]
    public Task It_can_not_be_an_alternate_key() => RefusesAsync<WithSecret>("is part of a key", entity => entity.HasAlternateKey(x => x.Secret));

    [Fact]
    public Task It_can_not_have_a_maximum_length() => RefusesAsync<WithSecret>("maximum length", entity => entity.Property(x => x.Secret).HasMaxLength(20));

    [Fact]
    public Task It_can_not_be_a_concurrency_token() => RefusesAsync<WithSecret>("concurrency token", entity => entity.Property(x => x.Secret).IsConcurrencyToken());

    [Fact]
    public Task It_can_not_be_inside_a_value_of_the_row() => RefusesAsync<WithPart>("Part.Secret is [Sensitive] and is part of a value inside a row", entity => entity.ComplexProperty(x => x.Part));

    static async Task RefusesAsync<T>(string message, Action<EntityTypeBuilder<T>>? configure = null) where T : class
    {
        await using var fixture = await DataFixture.CreateEmptyAsync(DatabaseKind.Sqlite, new Crm.Headless.Server.Data.ModelPart("acme.rules", "rules_", model =>
        {
            var entity = model.Entity<T>().ToTable("rules_rows");
            configure?.Invoke(entity);
        }));
        Assert.Contains(message, Assert.Throws<SensitiveException>(fixture.Contexts.BuildModel).Message);
    }

    sealed class WithNumber
    {
        public Guid Id { get; set; }

        [Sensitive]
        public int Secret { get; set; }
    }

    sealed class WithSearch
    {
        public Guid Id { get; set; }

        [Sensitive, Searchable]
        public string Secret { get; set; } = "";
    }

    sealed class WithSecret
    {
        public Guid Id { get; set; }

        [Sensitive]
        public string Secret { get; set; } = "";
    }

    sealed class WithPart
    {
        public Guid Id { get; set; }
        public Part Part { get; set; } = new();
    }

    [System.ComponentModel.DataAnnotations.Schema.ComplexType]
    sealed class Part
    {
        [Sensitive]
        public string Secret { get; set; } = "";
    }
}
