using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class ProvidedRequiredArgumentsRuleTests
{
    [Fact]
    public void An_argument_with_a_default_may_be_left_out() =>
        Rule.Accepts<ProvidedRequiredArgumentsRule>("{ sum }");

    [Fact]
    public void A_required_argument_must_be_given() =>
        Rule.Refuses<ProvidedRequiredArgumentsRule>("{ node { id } }",
            "Argument \"Query.node(id:)\" of type \"ID!\" is required, but it was not provided.");

    [Fact]
    public void To_a_directive_too() =>
        Rule.Refuses<ProvidedRequiredArgumentsRule>("{ party { id @trace } }",
            "Argument \"@trace(id:)\" of type \"Int!\" is required, but it was not provided.");
}
