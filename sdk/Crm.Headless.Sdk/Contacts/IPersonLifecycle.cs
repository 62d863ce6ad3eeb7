namespace Crm.Headless;

/// <summary>
/// What becomes of a plugin's rows about a person when two contacts turn out to be one, turn out to be two after all, when the person asks for
/// all that is known, or asks to be forgotten. Found in the plugin's assembly, made once per call with the plugin's services; it sees all
/// rows, whoever acts. What it changes through <see cref="ICrmStore"/> is committed in one transaction with what core and the other plugins
/// change. When another writer was faster it is called again on fresh rows, so it must have no other effect.
/// </summary>
/// <remarks>A plugin that keeps rows about contacts and doesn't take part is named to whoever merges or erases, who then has to accept that.</remarks>
public interface IPersonLifecycle
{
    /// <summary>How many rows there are about the contact, by what they are called in the schema; for the preview of a merge.</summary>
    Task<IReadOnlyDictionary<string, long>> CountAsync(Guid contactId, CancellationToken ct);

    /// <summary>The survivor takes over from the merged contact, which stays as an archived record with its id.</summary>
    Task MergeAsync(ContactMerge merge, CancellationToken ct);

    /// <summary>
    /// Both are as they were before the merge. What was added since then stays with the survivor. Merges are undone in the opposite order.
    /// </summary>
    Task UnmergeAsync(ContactMerge merge, CancellationToken ct);

    /// <summary>All that is known about the contact, to be written as JSON; null: nothing.</summary>
    Task<object?> ExportAsync(Guid contactId, CancellationToken ct);

    /// <summary>Nothing that tells of the person is left afterwards, not even by reference. What has to be kept is kept without the person.</summary>
    Task EraseAsync(Guid contactId, CancellationToken ct);
}

/// <summary>Two contacts that are one person.</summary>
/// <param name="Id">Of the merge itself; the same when it is undone.</param>
/// <param name="SurvivorId">The contact that goes on.</param>
/// <param name="MergedId">The contact that leads to the survivor from now on.</param>
public sealed record ContactMerge(Guid Id, Guid SurvivorId, Guid MergedId);
