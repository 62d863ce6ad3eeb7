using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Accounts;

[MutationType, Authorize("accounts:write")]
static class UpsertAccounts
{
    /// <summary>
    /// Creates or changes up to 1,000 accounts of another system, found by source and external id, so that it can be repeated
    /// without doubling anything. A row that is refused has its error; the others are taken all the same. A parent may be a row
    /// further up.
    /// </summary>
    [Error<TooManyException>, Cost(50)]
    public static Task<UpsertAccountsPayload> UpsertAccountsAsync(UpsertAccountsInput input, AccountUpserts upserts, CancellationToken ct) =>
        upserts.RunAsync(input, ct);
}

/// <summary>Accounts of another system.</summary>
sealed record UpsertAccountsInput
{
    /// <summary>At most 1,000.</summary>
    public required IReadOnlyList<UpsertAccountInput> Accounts { get; init; }
}

/// <summary>An account of another system. What isn't given stays as it is.</summary>
sealed record UpsertAccountInput : AccountInput
{
    /// <summary>The other system, such as "erp"; of a new account also where it comes from.</summary>
    public required string Source { get; init; }

    /// <summary>The account's key there.</summary>
    public required string ExternalId { get; init; }

    /// <summary>The name; a new account needs it.</summary>
    public Optional<string> Name { get; init; }
}

/// <summary>What became of the accounts.</summary>
/// <param name="Rows">One per row, in their order.</param>
/// <param name="Created">How many are new.</param>
/// <param name="Updated">How many were there and changed.</param>
/// <param name="Unchanged">How many were there and said nothing new.</param>
/// <param name="Refused">How many have an error.</param>
sealed record UpsertAccountsPayload(IReadOnlyList<UpsertAccountsRow> Rows, int Created, int Updated, int Unchanged, int Refused);

/// <summary>What became of an account.</summary>
/// <param name="Index">The row, from 0.</param>
/// <param name="Account">The account; null when the row was refused.</param>
/// <param name="Outcome">What happened; null when the row was refused.</param>
/// <param name="Error">Why the row was refused; null when it was taken.</param>
sealed record UpsertAccountsRow(int Index, Account? Account, RowOutcome? Outcome, RowError? Error);

/// <summary>Creates or changes many accounts in one transaction, with a fixed number of look-ups.</summary>
sealed class AccountUpserts(Writer writer, TimeProvider clock)
{
    public async Task<UpsertAccountsPayload> RunAsync(UpsertAccountsInput input, CancellationToken ct)
    {
        var bulk = Bulk<AccountDraft, Account>.Read(input.Accounts, FieldPath.Input["accounts"], Read);
        await writer.CommitAsync((db, ct) => WriteAsync(db, bulk, ct), ct);
        return new(
            [.. bulk.Results.Select((row, i) => new UpsertAccountsRow(i, row.Record, row.Outcome, row.Error))],
            bulk.Count(RowOutcome.Created), bulk.Count(RowOutcome.Updated), bulk.Count(RowOutcome.Unchanged), bulk.Refused);
    }

    static AccountDraft Read(UpsertAccountInput row, FieldPath at) => new(row, row.Name, at)
    {
        Keys = [ExternalKey.Read(row.Source, at["source"], row.ExternalId, at["externalId"])],
    };

    async Task WriteAsync(CrmDb db, Bulk<AccountDraft, Account> bulk, CancellationToken ct)
    {
        var now = clock.Now();
        var drafts = bulk.Drafts;
        var changes = await AccountChanges.LoadAsync(db, drafts, now, ct);
        var known = drafts.Select(draft => changes.Keys.Find(draft.Keys[0])).OfType<Guid>().Distinct().ToArray();
        var records = await AccountRecord.LoadAsync(db, known, ct);
        var touched = new HashSet<Guid>();
        await bulk.TakeAsync(async draft =>
        {
            var record = changes.Keys.Find(draft.Keys[0]) is { } id ? records[id] : AccountRecord.New(db, draft.Keys[0].Source, now);
            // A second row for the same account changes what the first one wrote, and is taken back without it.
            if (touched.Contains(record.Id)) await SaveAsync(db, touched, ct);
            Apply(changes, record, draft);
            touched.Add(record.Id);
            records[record.Id] = record;
            return (record.Account, record.Finish(now));
        });
    }

    static async Task SaveAsync(CrmDb db, HashSet<Guid> touched, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        touched.Clear();
    }

    static void Apply(AccountChanges changes, AccountRecord record, AccountDraft draft)
    {
        try
        {
            changes.Apply(record, draft);
        }
        catch (InputException)
        {
            record.Undo();
            throw;
        }
    }
}
