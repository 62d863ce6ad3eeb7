using System.Linq.Expressions;

namespace Crm.Headless;

/// <summary>
/// A plugin's way to the database. It reads everything and changes its own rows; core's rows are changed through core's commands
/// only. Changes are collected and written in one short transaction, in which no plugin code runs but the comparers and getters that
/// entities bring for EF.
/// </summary>
public interface ICrmStore
{
    /// <summary>
    /// Rows to read, of core and of plugins; not tracked. Resolvers of a request may read side by side. Outside of a change they take turns, and see what all
    /// of the request sees: everything as it was when the first of them read, or when the request changed something last.
    /// </summary>
    IQueryable<T> Query<T>() where T : class;

    /// <summary>
    /// One row of the plugin's own to be changed, or null: among those already found or added here, else in the database. The
    /// predicate runs in memory as well as in SQL, so it is made of what both know. The quick way to a row in an event handler.
    /// </summary>
    /// <exception cref="InvalidOperationException">T is a record of core, or nothing collects the changes (see <see cref="ChangeAsync"/>).</exception>
    Task<T?> FindAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken ct) where T : class;

    /// <summary>Rows of the plugin's own to be changed; those added here and not yet saved are not among them.</summary>
    /// <exception cref="InvalidOperationException">As in <see cref="FindAsync"/>.</exception>
    IQueryable<T> Track<T>() where T : class;

    /// <summary>A new row of the plugin's own.</summary>
    /// <exception cref="InvalidOperationException">As in <see cref="FindAsync"/>.</exception>
    void Add<T>(T row) where T : class;

    /// <summary>A row of the plugin's own that shall go.</summary>
    /// <exception cref="InvalidOperationException">As in <see cref="FindAsync"/>.</exception>
    void Remove<T>(T row) where T : class;

    /// <summary>
    /// Tells of something that happened: written in the transaction of the change, or not at all. The host sets <see cref="CrmEvent.Sequence"/> and
    /// <see cref="CrmEvent.At"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The event isn't declared by a plugin that takes part, or nothing collects the changes (see <see cref="ChangeAsync"/>).
    /// </exception>
    void Publish(PluginEvent e);

    /// <summary>
    /// Runs <paramref name="change"/>, then writes all it changed in one transaction. When another writer was faster (a concurrency
    /// token or a unique index says so) it is run again on fresh rows, so it must have no other effect. In an event handler it
    /// only runs the change: the host writes it together with the checkpoint. Within another change it becomes a part of that.
    /// </summary>
    /// <exception cref="StoreConflictException">Other writers were faster each time.</exception>
    Task<TResult> ChangeAsync<TResult>(Func<CancellationToken, Task<TResult>> change, CancellationToken ct);

    /// <summary>
    /// The same store on all rows, whoever acts: for a change that has to do with rows which its actor doesn't see, such as those of somebody
    /// to whom a member gives something. The plugin answers for it: it makes sure first that the actor may do so, and gives nothing back that
    /// tells of these rows. <see cref="FindAsync"/> finds again what was found here.
    /// </summary>
    /// <exception cref="InvalidOperationException">Thrown by whatever reads, where nothing collects the changes (see <see cref="ChangeAsync"/>).</exception>
    ICrmStore All { get; }
}

/// <summary>The same rows were changed by others again and again. Trying again later may work.</summary>
public sealed class StoreConflictException()
    : CrmException("STORE_CONFLICT", "The same data was changed by others at the same time, several times in a row. Send the request again.");
