using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>There is no rule with this id.</summary>
/// <param name="ruleId">What was asked for.</param>
public sealed class LoyaltyRuleNotFoundException(Guid ruleId)
    : CrmException("LOYALTY_RULE_NOT_FOUND", "There is no rule with this id. Look it up with loyaltyRules.")
{
    /// <summary>What was asked for.</summary>
    [ID<LoyaltyRule>]
    public Guid RuleId { get; } = ruleId;
}

/// <summary>What was asked for can't be done to a rule that is this far.</summary>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class LoyaltyRuleStateException(string message) : CrmException("LOYALTY_RULE_STATE", message);

/// <summary>A rule can't begin or end then.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class LoyaltyRuleTimeException(string message) : CrmException("LOYALTY_RULE_TIME", message);
