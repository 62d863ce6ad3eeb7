using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>What a rule shows besides its own columns.</summary>
[ObjectType<LoyaltyRule>]
public static class LoyaltyRuleFields
{
    /// <summary>The programme.</summary>
    [Join(nameof(LoyaltyRule.ProgramId), nameof(LoyaltyProgram.Id)), UseSingleOrDefault, UseFiltering]
    public static IQueryable<LoyaltyProgram> GetProgram(IQueryable<LoyaltyProgram> programs) => programs;

    /// <summary>All that it said and will say, the latest version first.</summary>
    [Join(nameof(LoyaltyRule.Id), nameof(LoyaltyRuleVersion.RuleId)), UsePaging, UseFiltering, UseSorting(Default = ["Number DESC"])]
    public static IQueryable<LoyaltyRuleVersion> GetVersions(IQueryable<LoyaltyRuleVersion> versions) => versions;

    /// <summary>Rules by their keys.</summary>
    [NodeResolver, Authorize("loyalty:read")]
    public static IQueryable<LoyaltyRule> GetLoyaltyRule(IQueryable<LoyaltyRule> rules) => rules;
}

/// <summary>What a version shows besides its own columns.</summary>
[ObjectType<LoyaltyRuleVersion>]
public static class LoyaltyRuleVersionFields
{
    /// <summary>The rule.</summary>
    [Join(nameof(LoyaltyRuleVersion.RuleId), nameof(LoyaltyRule.Id)), UseSingleOrDefault]
    public static IQueryable<LoyaltyRule> GetRule(IQueryable<LoyaltyRule> rules) => rules;

    /// <summary>What it says.</summary>
    [BatchResolver]
    public static IReadOnlyList<LoyaltyRuleDefinition> GetDefinition(
        [Parent(nameof(LoyaltyRuleVersion.Definition))] IReadOnlyList<string> texts) =>
        [.. texts.Select(RuleJson.Read)];

    /// <summary>How far it is now.</summary>
    [BatchResolver]
    public static IReadOnlyList<LoyaltyRuleStatus> GetStatus([Parent] IReadOnlyList<LoyaltyRuleVersion> versions, TimeProvider time) =>
        [.. versions.Select(version => version.StatusAt(time.GetUtcNow()))];
}

/// <summary>The rules.</summary>
[QueryType]
public static class LoyaltyRuleQueries
{
    /// <summary>The rules of all programmes.</summary>
    [UsePaging, UseFiltering, UseSorting(Default = ["Code"]), Authorize("loyalty:read")]
    public static IQueryable<LoyaltyRule> GetLoyaltyRules(IQueryable<LoyaltyRule> rules) => rules;
}
