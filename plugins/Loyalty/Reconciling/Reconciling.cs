using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Reads accounts with all that the ledger says of them, and replays it.</summary>
sealed class Reconciling(ICrmStore store, IActor actor)
{
    public async Task<LoyaltyReconciliation> RunAsync(Guid? after, int first, CancellationToken ct)
    {
        var accounts = await store.Query<LoyaltyAccount>().Where(account => after == null || account.Id > after)
            .OrderBy(account => account.Id).Take(first).ToListAsync(ct);
        var ids = accounts.Select(account => account.Id).ToArray();
        var rows = (await store.Query<LoyaltyTransaction>().Where(row => EF.Parameter(ids).Contains(row.AccountId))
            .OrderBy(row => row.Sequence).ToListAsync(ct)).ToLookup(row => row.AccountId);
        var movements = (await MovementsOf(ids).OrderBy(movement => movement.Number).ToListAsync(ct))
            .ToLookup(movement => movement.TransactionId);
        var lots = (await store.Query<LoyaltyLot>().Where(lot => EF.Parameter(ids).Contains(lot.AccountId)).ToListAsync(ct))
            .ToLookup(lot => lot.AccountId);
        var sourceIds = lots.SelectMany(lot => lot).Select(lot => lot.SourceLotId).OfType<Guid>().Distinct().ToArray();
        var sources = await store.Query<LoyaltyLot>().Where(lot => EF.Parameter(sourceIds).Contains(lot.Id))
            .ToDictionaryAsync(lot => lot.Id, ct);
        var holds = (await store.Query<LoyaltyHold>().Where(hold => EF.Parameter(ids).Contains(hold.AccountId)).ToListAsync(ct))
            .ToLookup(hold => hold.AccountId);
        var details = await store.Query<LoyaltyDetail>().Where(row => EF.Parameter(ids).Contains(row.AccountId))
            .ToDictionaryAsync(row => row.Id, ct);
        // Who sees a part of the organisation may see a voucher without its payment, or the other way round.
        var vouchers = actor.Units is null ? await new VoucherReading(store).OfAsync(ids, rows.SelectMany(ledger => ledger), ct) : null;
        return new(
            accounts.Count, rows.Sum(account => account.LongCount()), [.. accounts.SelectMany(FindingsOf)],
            accounts.Count == first ? ids[^1] : null);

        IEnumerable<LoyaltyFinding> FindingsOf(LoyaltyAccount account)
        {
            LoyaltyTransaction[] ledger = [.. rows[account.Id]];
            LoyaltyLot[] parts = [.. lots[account.Id]];
            return new Replay(account, ledger, movements, parts, details).Findings()
                .Concat(new LotReplay(account, ledger, movements, parts, sources).Findings())
                .Concat(new HoldReplay(account, ledger, [.. holds[account.Id]]).Findings())
                .Concat(vouchers is null ? [] : new VoucherReplay(account, ledger, vouchers).Findings())
                .Take(100);
        }
    }

    IQueryable<LoyaltyMovement> MovementsOf(Guid[] accounts) => store.Query<LoyaltyMovement>().Where(movement =>
        store.Query<LoyaltyTransaction>().Any(row => row.Id == movement.TransactionId && EF.Parameter(accounts).Contains(row.AccountId)));
}
