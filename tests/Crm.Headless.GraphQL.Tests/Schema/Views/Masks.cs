using Crm.Headless.GraphQL.Schema;
using Crm.Headless.GraphQL.Tests.Building;

namespace Crm.Headless.GraphQL.Tests.Schema.Views;

public sealed class Masks
{
    static readonly GraphQLSchema View = Club.ViewOf("people:read");

    [Fact]
    public async Task Personal_values_come_masked()
    {
        var answer = await View.AskAsync("{ people { nodes { name email phone born hobby badge greeting reversed domain nameLength } } }");

        Assert.Equal(
            """
            {"data":{"people":{"nodes":[{"name":"Z***","email":"z***@x.io","phone":"138****5678","born":null,"hobby":"chess","badge":"Z***",
            "greeting":"H***","reversed":"ë***","domain":"x***","nameLength":3},
            {"name":"张***","email":null,"phone":null,"born":null,"hobby":"chess","badge":"张***",
            "greeting":"H***","reversed":"三***","domain":null,"nameLength":2}]}}}
            """.ReplaceLineEndings(""), answer);
    }

    [Fact]
    public void What_can_be_neither_masked_nor_null_is_gone() =>
        Assert.False(((ObjectType)View.Types["Person"]).Fields.ContainsKey("age"));

    [Fact]
    public void Nobody_filters_or_orders_by_it()
    {
        Assert.Equal(["and", "or", "id", "hobby"], ((InputObjectType)View.Types["PersonFilterInput"]).Fields.Keys);
        Assert.Equal(["id", "hobby"], ((InputObjectType)View.Types["PersonSortInput"]).Fields.Keys);
        Assert.Equal(["room"], View.Field("Query.isOwn").Arguments.Keys);
    }

    [Fact]
    public async Task Rows_do_not_stand_in_its_order()
    {
        var (masked, full) = (new MemoryRunner(Club.Rows), new MemoryRunner(Club.Rows));
        await View.AnswerAsync("{ people { nodes { name } } }", "{}", masked);
        await Club.Schema.AnswerAsync("{ people { nodes { name } } }", "{}", full);

        Assert.Empty(masked.Requests[0].Sort);
        Assert.Single(full.Requests[0].Sort);
    }

    [Fact]
    public async Task What_the_mask_needs_is_read_and_nothing_else()
    {
        var runner = new MemoryRunner(Club.Rows);
        await View.AnswerAsync("{ people { nodes { name born hobby } } }", "{}", runner);

        Assert.Equal(["Hobby", "Name"], runner.Requests[0].Columns!.Select(column => column.Name).Order());
    }

    [Fact]
    public void Who_reads_personal_data_reads_it_as_it_is() =>
        Assert.False(Club.ViewOf("people:read", Access.PersonalData).Field("Person.name").IsMasked);

    [Theory]
    [InlineData("", "")]
    [InlineData("A", "A***")]
    [InlineData("👩‍👩‍👧 family", "👩‍👩‍👧***")]
    public void A_text_keeps_its_first_character(string text, string masked) => Assert.Equal(masked, Masking.Text(text));

    [Fact]
    public void A_character_with_a_hundred_accents_is_no_character() => Assert.Equal("***", Masking.Text("e" + new string('\u0301', 100)));

    [Theory]
    [InlineData("ada@x.io", "a***@x.io")]
    [InlineData("@x.io", "@***")]
    [InlineData("no address", "n***")]
    public void An_address_keeps_its_domain(string text, string masked) => Assert.Equal(masked, Masking.Email(text));

    [Theory]
    [InlineData("+86 138 1234 5678", "861****5678")]
    [InlineData("(030) 123-456", "****56")]
    [InlineData("112", "****")]
    public void A_number_keeps_few_of_its_digits(string text, string masked) => Assert.Equal(masked, Masking.Phone(text));

    [Theory]
    [InlineData("ada@x.io", "a***@x.io")]
    [InlineData("138-1234-5678", "138****5678")]
    [InlineData("12 Main Street, 10115 Berlin", "1***")]
    public void What_may_be_one_or_the_other_is_masked_as_what_it_looks_like(string text, string masked) =>
        Assert.Equal(masked, Masking.ByLook(text));
}
