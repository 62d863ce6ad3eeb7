using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class NoDeprecatedCustomRuleTests
{
    [Fact]
    public void What_is_current_passes() =>
        Rule.Accepts<NoDeprecatedCustomRule>("{ person { name mood } moods(of: SAD) }");

    [Fact]
    public void A_deprecated_field_is_found() =>
        Rule.Refuses<NoDeprecatedCustomRule>("{ person { nickname } }",
            "The field Person.nickname is deprecated. Use name.");

    [Fact]
    public void A_deprecated_enum_value_is_found() =>
        Rule.Refuses<NoDeprecatedCustomRule>("{ moods(of: GRIM) }",
            "The enum value \"Mood.GRIM\" is deprecated. Cheer up.");
}
