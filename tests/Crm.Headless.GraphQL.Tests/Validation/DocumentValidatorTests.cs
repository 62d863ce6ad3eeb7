using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class DocumentValidatorTests
{
    [Fact]
    public void A_valid_document_has_no_errors() =>
        Assert.Empty(Validate("query Q($n: Int!) { person { friends(first: $n) { ...p } } } fragment p on Party { id name }"));

    [Fact]
    public void All_rules_report_in_one_pass() =>
        Assert.Equal(
            ["Cannot query field \"agee\" on type \"Person\".", "Variable \"$n\" is never used."],
            Validate("query ($n: Int) { person { agee } }").Select(error => error.Message));

    [Fact]
    public void Suggestions_can_be_hidden() =>
        Assert.Equal("Cannot query field \"nme\" on type \"Person\".",
            Assert.Single(Validate("{ person { nme } }", new() { HideSuggestions = true })).Message);

    [Fact]
    public void Every_rule_has_the_name_of_the_reference_implementation() =>
        Assert.All(ValidationRules.Specified.Concat(ValidationRules.TypeSystem), rule => Assert.EndsWith("Rule", rule.Name));

    [Fact]
    public void No_rule_is_listed_twice() =>
        Assert.Equal(ValidationRules.Specified.Count, ValidationRules.Specified.DistinctBy(rule => rule.Name).Count());

    static IReadOnlyList<GraphQLError> Validate(string document, ValidationOptions? options = null) =>
        DocumentValidator.Validate(Rule.Schema, GraphQLParser.Parse(document), options);
}
