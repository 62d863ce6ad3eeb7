using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// The tables of the ledger. What the database itself watches over stands here: that nothing is below zero and that everything adds up.
/// </summary>
static class LedgerModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<LoyaltyAccount>(account =>
        {
            account.ToTable("loyalty_accounts", table =>
            {
                table.HasCheckConstraint("ck_loyalty_accounts_not_negative", "pending >= 0 AND available >= 0 AND held >= 0 AND debt >= 0");
                table.HasCheckConstraint("ck_loyalty_accounts_balance", "balance = available - debt");
            });
            account.HasIndex(row => new { row.ContactId, row.ProgramId }).IsUnique();
            account.HasIndex(row => new { row.Balance, row.Id });
            account.HasIndex(row => new { row.NextExpiryAt, row.Id });
            account.HasIndex(row => row.DueAt);
            account.HasIndex(row => row.TierDueAt);
            account.HasIndex(row => row.MergedIntoId);
            account.ComplexProperty(row => row.Tier);
            account.Property(row => row.Version).IsConcurrencyToken();
            account.HasOne<Contact>().WithMany().HasForeignKey(row => row.ContactId).OnDelete(DeleteBehavior.SetNull);
        });
        model.Entity<LoyaltyTransaction>(transaction =>
        {
            transaction.ToTable("loyalty_transactions", table => table.HasCheckConstraint(
                "ck_loyalty_transactions_sum", "pending + available + held + debt + issued + redeemed + expired + adjusted = 0"));
            transaction.HasIndex(row => new { row.AccountId, row.Sequence }).IsUnique();
            transaction.HasIndex(row => row.OriginalInteractionId).HasFilter("original_interaction_id IS NOT NULL");
            transaction.HasIndex(row => row.ReversesId).HasFilter("reverses_id IS NOT NULL");
            transaction.HasIndex(row => row.HoldId).HasFilter("hold_id IS NOT NULL");
            transaction.HasIndex(row => row.MergeId).HasFilter("merge_id IS NOT NULL");
        });
        model.Entity<LoyaltyMovement>(movement =>
        {
            movement.ToTable("loyalty_movements", table => table.HasCheckConstraint("ck_loyalty_movements_points", "points > 0"));
            movement.HasIndex(row => new { row.TransactionId, row.Number }).IsUnique();
            movement.HasIndex(row => row.LotId);
        });
        model.Entity<LoyaltyDetail>(detail =>
        {
            detail.ToTable("loyalty_details");
            detail.HasIndex(row => new { row.AccountId, row.IdempotencyKey }).IsUnique();
        });
        model.Entity<LoyaltyLot>(lot =>
        {
            lot.ToTable("loyalty_lots", table =>
            {
                table.HasCheckConstraint(
                    "ck_loyalty_lots_not_negative",
                    "pending >= 0 AND available >= 0 AND held >= 0 AND redeemed >= 0 AND expired >= 0 "
                    + "AND reversed >= 0 AND repaid >= 0 AND adjusted >= 0");
                table.HasCheckConstraint(
                    "ck_loyalty_lots_sum", "pending + available + held + redeemed + expired + reversed + repaid + adjusted = earned");
                table.HasCheckConstraint(
                    "ck_loyalty_lots_reversed", "owed >= 0 AND forgiven >= 0 AND reversed + owed + forgiven <= earned");
            });
            // Whoever was slower runs again. The account's version says so too, but the database may come to the lot first, and find that
            // it doesn't add up.
            foreach (var part in LoyaltyLot.Parts) lot.Property<long>(part).IsConcurrencyToken();
            lot.HasIndex(row => row.AccountId);
            lot.HasIndex(row => row.OriginalInteractionId).HasFilter("original_interaction_id IS NOT NULL");
            lot.HasIndex(row => row.SourceLotId).HasFilter("source_lot_id IS NOT NULL");
        });
        model.Entity<LoyaltyHold>(hold =>
        {
            hold.ToTable("loyalty_holds");
            hold.HasIndex(row => row.AccountId);
            hold.Property(row => row.Version).IsConcurrencyToken();
        });
        model.Entity<LoyaltyNotice>(notice =>
        {
            notice.ToTable("loyalty_notices");
            notice.HasIndex(row => new { row.AccountId, row.ExpiresAt, row.Days }).IsUnique();
        });
    }
}
