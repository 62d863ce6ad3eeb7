using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Events;

[QueryType, Authorize("changes:read")]
static class ChangeFeed
{
    /// <summary>
    /// All that was ever changed, in the order of commit, for keeping another system in step. Read it from the beginning, keep
    /// <c>position</c> together with what you did, and ask again with it: at once while <c>hasMore</c>, later otherwise. No change is
    /// passed by, and a change comes again only when you ask from an earlier position. A record may have changed further since; then
    /// its later changes follow.
    /// </summary>
    /// <param name="after">The <c>position</c> up to which changes are known; null: from the beginning.</param>
    /// <param name="first">At most so many, 1 to 500.</param>
    /// <param name="kinds">Only changes of these kinds of records; null: of all.</param>
    [Cost(10)]
    public static Task<ChangesPage> GetChangesAsync(
        string? after, [DefaultValue(100)] int first, IReadOnlyList<RecordKind>? kinds, ChangeReader changes, CancellationToken ct) =>
        changes.ReadAsync(after, first, kinds ?? [], ct);

    /// <summary>
    /// The end of the feed as it is now. Take it before a first copy of all records is made, and read <c>changes</c> from there afterwards.
    /// </summary>
    public static Task<string> GetChangesPositionAsync(ChangeReader changes, CancellationToken ct) => changes.EndAsync(ct);
}

/// <summary>Some of the changes, and where to go on.</summary>
/// <param name="Nodes">In the order of commit.</param>
/// <param name="Position">The place behind them, for <c>after</c>; also when there are none.</param>
/// <param name="HasMore">More can be read now.</param>
public sealed record ChangesPage([property: ListSize(500)] IReadOnlyList<RecordChange> Nodes, string Position, bool HasMore);
