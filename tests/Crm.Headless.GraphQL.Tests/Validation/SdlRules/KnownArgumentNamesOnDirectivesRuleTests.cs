using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class KnownArgumentNamesOnDirectivesRuleTests
{
    [Fact]
    public void The_document_may_define_the_directive() =>
        Rule.AcceptsSdl<KnownArgumentNamesOnDirectivesRule>("directive @d(x: Int) on OBJECT type A @d(x: 1) { a: Int }");

    [Fact]
    public void A_misspelt_argument_gets_a_suggestion() =>
        Rule.RefusesSdl<KnownArgumentNamesOnDirectivesRule>("""type A { a: Int @deprecated(reson: "old") }""",
            "Unknown argument \"reson\" on directive \"@deprecated\". Did you mean \"reason\"?");
}
