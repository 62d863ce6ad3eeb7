using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class UniqueFragmentNamesRuleTests
{
    [Fact]
    public void Inline_fragments_have_no_name_to_share() =>
        Rule.Accepts<UniqueFragmentNamesRule>("{ party { ... on Person { id } ... on Person { name } } }");

    [Fact]
    public void Two_fragments_of_one_name_are_refused() =>
        Rule.Refuses<UniqueFragmentNamesRule>("fragment f on Party { id } fragment f on Party { name }",
            "There can be only one fragment named \"f\".");
}
