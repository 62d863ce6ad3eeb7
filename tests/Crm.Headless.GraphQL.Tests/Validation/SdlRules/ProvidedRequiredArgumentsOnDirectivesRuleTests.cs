using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class ProvidedRequiredArgumentsOnDirectivesRuleTests
{
    [Fact]
    public void An_argument_with_a_default_may_be_left_out() =>
        Rule.AcceptsSdl<ProvidedRequiredArgumentsOnDirectivesRule>("directive @d(x: Int! = 1) on OBJECT type A @d { a: Int @deprecated }");

    [Fact]
    public void A_required_one_may_not() =>
        Rule.RefusesSdl<ProvidedRequiredArgumentsOnDirectivesRule>("scalar A @specifiedBy",
            "Argument \"@specifiedBy(url:)\" of type \"String!\" is required, but it was not provided.");
}
