using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>What a programme shows besides its own columns.</summary>
[ObjectType<LoyaltyProgram>]
public static class LoyaltyProgramFields
{
    /// <summary>Its rules.</summary>
    [Join(nameof(LoyaltyProgram.Id), nameof(LoyaltyRule.ProgramId)), UsePaging, UseFiltering, UseSorting(Default = ["Code"])]
    [Authorize("loyalty:read")]
    public static IQueryable<LoyaltyRule> GetRules(IQueryable<LoyaltyRule> rules) => rules;

    /// <summary>How it counted over time, the latest terms first.</summary>
    [Join(nameof(LoyaltyProgram.Id), nameof(LoyaltyTerms.ProgramId)), UsePaging, UseFiltering, UseSorting(Default = ["Number DESC"])]
    [Authorize("loyalty:read")]
    public static IQueryable<LoyaltyTerms> GetTerms(IQueryable<LoyaltyTerms> terms) => terms;

    /// <summary>Programmes by their keys.</summary>
    [NodeResolver, Authorize("loyalty:read")]
    public static IQueryable<LoyaltyProgram> GetLoyaltyProgram(IQueryable<LoyaltyProgram> programs) => programs;
}

/// <summary>The programmes.</summary>
[QueryType]
public static class LoyaltyProgramQueries
{
    /// <summary>All programmes.</summary>
    [UsePaging, UseFiltering, UseSorting(Default = ["Code"]), Authorize("loyalty:read"), AllowMembers]
    public static IQueryable<LoyaltyProgram> GetLoyaltyPrograms(IQueryable<LoyaltyProgram> programs) => programs;
}
