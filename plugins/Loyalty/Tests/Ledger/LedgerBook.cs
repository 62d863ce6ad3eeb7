using System.Text.Json;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>What the API tells of an account, and the arithmetic of somebody who doesn't trust it.</summary>
sealed record LedgerBook(JsonElement Account, IReadOnlyList<JsonElement> Rows, IReadOnlyList<JsonElement> Lots)
{
    static readonly string[] Books = ["pending", "available", "held", "debt", "issued", "redeemed", "expired", "adjusted"];
    static readonly string[] Parts = ["pending", "available", "held", "redeemed", "expired", "reversed", "repaid", "adjusted"];

    const string RowFields = """
        id sequence kind pending available held debt issued redeemed expired adjusted qualifying
        pendingAfter availableAfter heldAfter debtAfter recordedAt
        reverses { id }
        """;

    /// <summary>Of a contact in the default programme; null: it takes no part. Read again when a job booked something meanwhile.</summary>
    public static async Task<LedgerBook?> ReadAsync(LoyaltyHost host, string contactId)
    {
        for (var account = await AccountAsync(host, contactId); account.ValueKind != JsonValueKind.Null;)
        {
            var book = new LedgerBook(
                account,
                await PagesAsync(host, contactId, "ledger", "order: [{ sequence: ASC }]", RowFields),
                await PagesAsync(
                    host, contactId, "lots", "order: [{ earnedAt: ASC }]", $"id earned owed forgiven expiresAt {string.Join(' ', Parts)}"));
            account = await AccountAsync(host, contactId);
            if (account.GetRawText() == book.Account.GetRawText()) return book;
        }
        return null;
    }

    static Task<JsonElement> AccountAsync(LoyaltyHost host, string contactId) =>
        host.AccountAsync(contactId, "id pending available held debt balance qualifying");

    /// <summary>What is wrong in it; empty: nothing is.</summary>
    public IReadOnlyList<string> Faults() => [.. RowFaults(), .. LotFaults(), .. RefundFaults()];

    /// <summary>The four balances after the last transaction that was recorded by then.</summary>
    public (long, long, long, long) At(DateTimeOffset time) =>
        Rows.LastOrDefault(row => row.GetProperty("recordedAt").GetDateTimeOffset() <= time) is { ValueKind: JsonValueKind.Object } row
            ? After(row)
            : default;

    public long Issued => -Rows.Sum(row => Long(row, "issued"));

    IEnumerable<string> RowFaults()
    {
        long pending = 0, available = 0, held = 0, debt = 0, sequence = 0;
        foreach (var row in Rows)
        {
            (pending, available, held, debt) =
                (pending + Long(row, "pending"), available + Long(row, "available"), held + Long(row, "held"), debt - Long(row, "debt"));
            if (Books.Sum(book => Long(row, book)) != 0) yield return $"doesn't sum to zero: {row}";
            if (Long(row, "sequence") != ++sequence) yield return $"out of sequence: {row}";
            if (After(row) != (pending, available, held, debt)) yield return $"another balance afterwards: {row}";
            if (pending < 0 || available < 0 || held < 0 || debt < 0) yield return $"below zero: {row}";
            if (available > 0 && debt > 0) yield return $"spendable while something is owed: {row}";
        }
        var told = (Long(Account, "pending"), Long(Account, "available"), Long(Account, "held"), Long(Account, "debt"));
        if (told != (pending, available, held, debt))
            yield return $"the account isn't what its ledger says: {Account}";
        if (Long(Account, "balance") != available - debt || Long(Account, "qualifying") != Rows.Sum(row => Long(row, "qualifying")))
            yield return $"the account doesn't add up: {Account}";
    }

    IEnumerable<string> LotFaults()
    {
        foreach (var lot in Lots)
        {
            if (Parts.Sum(part => Long(lot, part)) != Long(lot, "earned") || Parts.Any(part => Long(lot, part) < 0))
                yield return $"its parts don't add up: {lot}";
            if (Long(lot, "reversed") + Long(lot, "owed") + Long(lot, "forgiven") > Long(lot, "earned"))
                yield return $"more is taken back than was earned: {lot}";
        }
        foreach (var book in (string[])["pending", "available", "held"])
            if (Lots.Sum(lot => Long(lot, book)) != Long(Account, book)) yield return $"the lots have another sum of {book}: {Account}";
    }

    IEnumerable<string> RefundFaults() =>
        from refund in Rows
        where Long(refund, "redeemed") < 0 && refund.GetProperty("reverses").ValueKind == JsonValueKind.Object
        group -Long(refund, "redeemed") by refund.GetProperty("reverses").GetProperty("id").GetString() into refunds
        let spent = Rows.Single(row => row.GetProperty("id").GetString() == refunds.Key)
        where refunds.Sum() > Long(spent, "redeemed")
        select $"more came back than was spent: {spent}";

    static (long, long, long, long) After(JsonElement row) =>
        (Long(row, "pendingAfter"), Long(row, "availableAfter"), Long(row, "heldAfter"), Long(row, "debtAfter"));

    static long Long(JsonElement row, string name) => row.GetProperty(name).GetInt64();

    static async Task<IReadOnlyList<JsonElement>> PagesAsync(LoyaltyHost host, string contactId, string field, string order, string fields)
    {
        var (nodes, after) = (new List<JsonElement>(), (string?)null);
        do
        {
            var at = after is null ? "" : $", after: \"{after}\"";
            var page =
                (await host.AccountAsync(
                    contactId,
                    $"{field}(first: 50, {order}{at}) {{ nodes {{ {fields} }} pageInfo {{ hasNextPage endCursor }} }}")).GetProperty(field);
            nodes.AddRange(page.GetProperty("nodes").EnumerateArray());
            after = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean()
                ? page.GetProperty("pageInfo").GetProperty("endCursor").GetString()
                : null;
        }
        while (after is not null);
        return nodes;
    }
}
