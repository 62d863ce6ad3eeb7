using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class UniqueArgumentNamesRuleTests
{
    [Fact]
    public void Different_arguments_stand_side_by_side() =>
        Rule.Accepts<UniqueArgumentNamesRule>("""mutation { rename(id: 1, name: "Ada") { id } }""");

    [Fact]
    public void An_argument_is_given_once() =>
        Rule.Refuses<UniqueArgumentNamesRule>("{ node(id: 1, id: 2) { id } }",
            "There can be only one argument named \"id\".");

    [Fact]
    public void To_a_directive_too() =>
        Rule.Refuses<UniqueArgumentNamesRule>("{ party { id @trace(id: 1, id: 1) } }",
            "There can be only one argument named \"id\".");
}
