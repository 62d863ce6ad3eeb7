using System.Diagnostics.CodeAnalysis;

namespace Crm.Headless;

/// <summary>
/// A GraphQL document that a plugin runs: one query or mutation, in a <c>static readonly</c> field of the plugin. All of them are found there
/// and checked against what the plugin may use of the API before it takes part; it is refused when one doesn't fit. It runs as the plugin that
/// declares it, so keep it to yourself.
/// </summary>
/// <param name="text">The document.</param>
public sealed class CrmDocument([StringSyntax("graphql")] string text)
{
    /// <summary>As it was written.</summary>
    public string Text { get; } = text;
}
