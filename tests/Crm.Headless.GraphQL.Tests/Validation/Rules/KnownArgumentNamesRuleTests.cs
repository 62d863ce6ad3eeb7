using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class KnownArgumentNamesRuleTests
{
    [Fact]
    public void Arguments_of_fields_and_directives_are_known() =>
        Rule.Accepts<KnownArgumentNamesRule>("{ party { name(short: true) @trace(id: 1) } }");

    [Fact]
    public void A_misspelt_argument_gets_a_suggestion() =>
        Rule.Refuses<KnownArgumentNamesRule>("{ party { name(shrt: true) } }",
            "Unknown argument \"shrt\" on field \"Party.name\". Did you mean \"short\"?");

    [Fact]
    public void A_directive_knows_its_arguments_too() =>
        Rule.Refuses<KnownArgumentNamesRule>("{ party { id @trace(number: 1) } }",
            "Unknown argument \"number\" on directive \"@trace\".");
}
