using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Contacts.Lifecycle;

[QueryType, Authorize("contacts:merge")]
static class LifecycleQueries
{
    /// <summary>What merging two contacts would do. Changes nothing.</summary>
    [Cost(50)]
    public static async Task<ContactMergePreview?> GetContactMergePreviewAsync(MergeContactsInput input, PersonCommands people, CancellationToken ct) =>
        await people.PreviewAsync(input, ct);
}

[MutationType]
static class LifecycleMutations
{
    /// <summary>
    /// Makes one contact of two that are the same person. Everything of the merged one goes over to the survivor, of plugins too; its id leads to
    /// the survivor from then on, for reading and for writing. Can be undone. "contactMergePreview" says before what would happen.
    /// </summary>
    [Authorize("contacts:merge"), Error<NotFoundException>, Error<SameContactException>, Error<ContactMergedException>, Error<PluginsPassiveException>]
    [Error<VersionConflictException>, Error<TooManyException>, Error<PersonalDataRefusedException>]
    public static Task<Contact> MergeContactsAsync(MergeContactsInput input, PersonCommands people, CancellationToken ct) => people.MergeAsync(input, ct);

    /// <summary>
    /// Separates contacts that were merged: both are as they were before. What happened since the merge stays with the survivor. Merges are undone
    /// in the opposite order.
    /// </summary>
    /// <returns>The contact that stands for itself again.</returns>
    [Authorize("contacts:merge"), Error<NotFoundException>, Error<ContactNotMergedException>, Error<ContactMergedException>, Error<PluginsPassiveException>]
    public static Task<Contact> UnmergeContactsAsync(UnmergeContactsInput input, PersonCommands people, CancellationToken ct) => people.UnmergeAsync(input, ct);

    /// <summary>Everything that is known about a person, of plugins too, those merged into it included: for a request under data protection law.</summary>
    [Authorize("contacts:export"), Cost(500), Error<NotFoundException>, Error<ContactMergedException>, Error<ExportNeedsPersonalDataException>]
    [Error<ExportNeedsWholeSightException>]
    public static async Task<ExportContactPayload> ExportContactAsync(
        ExportContactInput input, PersonCommands people, AuditLog audit, Actor actor, CancellationToken ct)
    {
        var export = await people.ExportAsync(input.Id, ct);
        await audit.ExportedAsync(actor.Principal, "exportContact", GlobalId.Format(nameof(Contact), input.Id), ct);
        return new(JsonSerializer.SerializeToElement(export, Json()));
    }

    /// <summary>
    /// Forgets a person: nothing that tells of it stays, in no table, of plugins neither. Can't be undone. Of interactions stays what the books need:
    /// when, where, what kind and how much, with nobody. Backups and what other systems were told keep what they have.
    /// </summary>
    [Authorize("contacts:erase"), Error<NotFoundException>, Error<ContactMergedException>, Error<PluginsPassiveException>, Error<VersionConflictException>]
    public static async Task<EraseContactPayload> EraseContactAsync(EraseContactInput input, PersonCommands people, CancellationToken ct) =>
        new(await people.EraseAsync(input, ct));

    // Of its own each time: what is cached in shared options would keep the plugins whose types are exported in memory.
    static JsonSerializerOptions Json() => new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) } };
}

/// <summary>What merging two contacts would do.</summary>
/// <param name="Fields">What the survivor would take over from the merged contact; empty for whoever doesn't see personal data.</param>
/// <param name="Rows">What would go over to the survivor; what it has already stays where it is.</param>
/// <param name="PassivePlugins">Plugins that keep rows about contacts and don't take part, and those with tables that aren't enabled now.</param>
sealed record ContactMergePreview(IReadOnlyList<MergeField> Fields, IReadOnlyList<MergedRows> Rows, IReadOnlyList<string> PassivePlugins);

/// <summary>Rows of a merged contact.</summary>
/// <param name="Owner">Core, or the plugin's id.</param>
/// <param name="Type">What they are called.</param>
/// <param name="Count">How many there are.</param>
sealed record MergedRows(string Owner, string Type, long Count);

/// <summary>Two contacts that are one person.</summary>
sealed record MergeContactsInput
{
    /// <summary>The contact that goes on.</summary>
    [ID<Contact>]
    public Guid SurvivorId { get; init; }

    /// <summary>The contact that leads to the survivor from then on.</summary>
    [ID<Contact>]
    public Guid MergedId { get; init; }

    /// <summary>What the survivor takes over although it has it. Left out: it takes over only what it lacks. Refused for whoever doesn't see personal data.</summary>
    public IReadOnlyList<MergeField>? Take { get; init; }

    /// <summary>The version of the survivor that you saw: refused if there is a newer one. Null: whatever the version.</summary>
    public int? SurvivorVersion { get; init; }

    /// <summary>The version of the merged contact that you saw: refused if there is a newer one. Null: whatever the version.</summary>
    public int? MergedVersion { get; init; }

    /// <summary>The ids of plugins that don't take part, and whose rows stay as they are.</summary>
    public IReadOnlyList<string>? AcceptPlugins { get; init; }
}

/// <summary>The merge to undo.</summary>
sealed record UnmergeContactsInput
{
    /// <summary>The contact that was merged into another one.</summary>
    [ID<Contact>]
    public Guid MergedId { get; init; }

    /// <summary>The ids of plugins that don't take part, and whose rows stay as they are.</summary>
    public IReadOnlyList<string>? AcceptPlugins { get; init; }
}

/// <summary>The person to export.</summary>
sealed record ExportContactInput
{
    /// <summary>The contact.</summary>
    [ID<Contact>]
    public Guid Id { get; init; }
}

/// <summary>What is known about a person.</summary>
/// <param name="Export">A JSON object; null when there are errors.</param>
sealed record ExportContactPayload(JsonElement? Export);

/// <summary>The person to forget.</summary>
sealed record EraseContactInput
{
    /// <summary>The contact.</summary>
    [ID<Contact>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }

    /// <summary>The ids of plugins that don't take part, and whose rows stay as they are.</summary>
    public IReadOnlyList<string>? AcceptPlugins { get; init; }
}

/// <summary>What was forgotten.</summary>
/// <param name="ErasedIds">The ids that lead to nothing any more; null when there are errors.</param>
sealed record EraseContactPayload([property: ID<Contact>] IReadOnlyList<Guid>? ErasedIds);
