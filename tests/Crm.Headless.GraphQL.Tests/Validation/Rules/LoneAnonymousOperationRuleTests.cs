using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class LoneAnonymousOperationRuleTests
{
    [Fact]
    public void One_anonymous_operation_may_have_fragments_beside_it() =>
        Rule.Accepts<LoneAnonymousOperationRule>("{ party { ...p } } fragment p on Party { id }");

    [Fact]
    public void An_anonymous_operation_beside_a_named_one_is_refused() =>
        Rule.Refuses<LoneAnonymousOperationRule>("{ party { id } } query Named { party { id } }",
            "This anonymous operation must be the only defined operation.");
}
