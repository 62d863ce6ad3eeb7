using System.Globalization;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Events;

/// <summary>Reads the feed for clients, in the snapshot of their request.</summary>
sealed class ChangeReader(Database database, ReadSession reads, Actor actor, AuditLog audit)
{
    const int MaxFirst = 500;

    /// <summary>What plugins told of isn't a change of a record.</summary>
    static readonly RecordKind[] Records = [RecordKind.Contact, RecordKind.Account, RecordKind.Interaction];

    /// <exception cref="GraphQLException"><c>CURSOR_INVALID</c>, <c>BAD_USER_INPUT</c></exception>
    public async Task<ChangesPage> ReadAsync(string? after, int first, IReadOnlyCollection<RecordKind> kinds, CancellationToken ct)
    {
        if (first is < 1 or > MaxFirst) throw Refused(first);
        audit.Exported(actor.Principal, "changes");
        var code = await CodeAsync(ct);
        var from = after is null ? FeedPosition.Start : Decode(code, after);
        return await reads.ReadAsync(async db =>
        {
            var found = await EventFeed.ReadAsync(db, from, MaxFirst + 1, kinds.Count > 0 ? kinds : Records, ct);
            var hasMore = found.Count > first;
            RecordChange[] nodes = [.. found.Take(first).Select(row => ChangeOf(row, code))];
            var end = hasMore ? nodes[^1].Position : Encode(code, Later(from, await EventFeed.LastSettledAsync(db, ct)));
            return new ChangesPage(nodes, end, hasMore);
        }, ct);
    }

    public async Task<string> EndAsync(CancellationToken ct)
    {
        var code = await CodeAsync(ct);
        return Encode(code, await reads.ReadAsync(db => EventFeed.LastSettledAsync(db, ct), ct));
    }

    static RecordChange ChangeOf(OutboxEvent row, CursorCode code)
    {
        var (id, position) = (GlobalId.Format(row.Kind.ToString(), row.RecordId), Encode(code, row.Position));
        return row.Kind switch
        {
            RecordKind.Contact => new ContactChange
            {
                Change = row.Change,
                At = row.At,
                RecordId = id,
                Key = row.RecordId,
                Client = row.Client,
                UserId = row.UserId,
                Position = position,
                OtherId = row.PreviousId,
            },
            RecordKind.Account => new AccountChange
            {
                Change = row.Change,
                At = row.At,
                RecordId = id,
                Key = row.RecordId,
                Client = row.Client,
                UserId = row.UserId,
                Position = position,
            },
            _ => new InteractionChange
            {
                Change = row.Change,
                At = row.At,
                RecordId = id,
                Key = row.RecordId,
                Client = row.Client,
                UserId = row.UserId,
                Position = position,
                PreviousId = row.PreviousId,
            },
        };
    }

    async ValueTask<CursorCode> CodeAsync(CancellationToken ct) =>
        new(await database.Installation.SecretAsync(Installation.CursorSecret, ct), "changes/"u8.ToArray());

    static string Encode(CursorCode code, FeedPosition position) => code.Encode([position.TransactionId, position.Sequence]);

    static FeedPosition Decode(CursorCode code, string position) =>
        code.Decode(position, "after") is [long transactionId, long sequence] ? new(transactionId, sequence) : FeedPosition.Start;

    static FeedPosition Later(FeedPosition a, FeedPosition b) => a > b ? a : b;

    static GraphQLException Refused(int first) => new(new GraphQLError(
        string.Create(
            CultureInfo.InvariantCulture,
            $"\"first\" is {first}, but changes come by 1 to {MaxFirst}. Ask for fewer, and again with the position of the answer."))
    {
        Code = ErrorCodes.BadUserInput,
    });
}
