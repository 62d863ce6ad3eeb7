using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>The tables of programmes and rules.</summary>
static class ProgramModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<LoyaltyCatalog>(catalog =>
        {
            catalog.ToTable("loyalty_catalog");
            catalog.Property(row => row.Version).IsConcurrencyToken();
        });
        model.Entity<LoyaltyProgram>(program =>
        {
            program.ToTable("loyalty_programs");
            program.HasIndex(row => row.Code).IsUnique();
            program.ComplexProperty(row => row.TierPolicy);
            program.Property(row => row.Version).IsConcurrencyToken();
        });
        model.Entity<LoyaltyTerms>(terms =>
        {
            terms.ToTable("loyalty_terms");
            terms.HasIndex(row => new { row.ProgramId, row.Number }).IsUnique();
        });
        model.Entity<LoyaltyRule>(rule =>
        {
            rule.ToTable("loyalty_rules");
            rule.HasIndex(row => new { row.ProgramId, row.Code }).IsUnique();
        });
        model.Entity<LoyaltyRuleVersion>(version =>
        {
            version.ToTable("loyalty_rule_versions");
            version.HasIndex(row => new { row.RuleId, row.Number }).IsUnique();
            version.Property(row => row.Version).IsConcurrencyToken();
        });
    }
}
