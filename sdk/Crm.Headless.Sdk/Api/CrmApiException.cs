using System.Text.Json;

namespace Crm.Headless;

/// <summary>
/// A call of the API has errors. A bug of the plugin unless it catches it: clients see a reference, never the message. What is wrong by the
/// rules of a mutation isn't told like this but in its payload's <c>errors</c>.
/// </summary>
/// <param name="errors">At least one.</param>
/// <param name="data">What could be answered nevertheless; null: nothing.</param>
public sealed class CrmApiException(IReadOnlyList<CrmApiError> errors, JsonElement? data)
    : Exception(string.Join(" ", errors.Select(error => error.Message)))
{
    /// <summary>As a client would see them.</summary>
    public IReadOnlyList<CrmApiError> Errors { get; } = errors;

    /// <summary>What could be answered nevertheless; null: nothing.</summary>
    public new JsonElement? Data { get; } = data;
}

/// <summary>An error of an answer.</summary>
/// <param name="Message">For people.</param>
/// <param name="Code">Such as <c>NOT_FOUND</c>; null: it has none.</param>
/// <param name="Path">The place in the answer, such as <c>contacts/nodes/0/email</c>; null: it is about the whole of it.</param>
public sealed record CrmApiError(string Message, string? Code, string? Path);
