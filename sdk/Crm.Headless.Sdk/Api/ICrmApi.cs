namespace Crm.Headless;

/// <summary>
/// The API as clients have it, in process: a service of every resolver, event handler and job. It is called by the plugin itself, with the
/// scopes that it was granted and no others, whoever's request it works for; the audit log names the plugin.
/// </summary>
/// <remarks>
/// A call is a request of its own: it sees what is committed, and each root field of a mutation commits its own transaction, whatever
/// becomes of the caller's. An event handler or a job step that is called again calls again, so what it asks for must bear that. A mutation
/// isn't let in where <see cref="ICrmStore.ChangeAsync"/> runs. Calls within calls end at a depth of four.
/// </remarks>
public interface ICrmApi
{
    /// <summary>The data of an operation, read as JSON with names in camel case and enum values as the schema writes them.</summary>
    /// <typeparam name="T">A record shaped like the answer's data, or <see cref="System.Text.Json.JsonElement"/>.</typeparam>
    /// <param name="document">Declared in the plugin that calls: see <see cref="CrmDocument"/>.</param>
    /// <param name="variables">An object with a property for each of them; null: there are none.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="CrmApiException">The answer has errors.</exception>
    Task<T> RunAsync<T>(CrmDocument document, object? variables, CancellationToken ct);
}
