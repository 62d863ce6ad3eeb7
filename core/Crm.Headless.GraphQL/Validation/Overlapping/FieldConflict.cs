using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>Two fields that can't be merged, and why: by themselves, or because of the conflicts among what they select.</summary>
/// <param name="Left">The one field, and those below it that conflict.</param>
sealed record FieldConflict(
    string ResponseName, string? Cause, IReadOnlyList<FieldConflict> Below, IReadOnlyList<SyntaxNode> Left, IReadOnlyList<SyntaxNode> Right)
{
    public static FieldConflict Of(string responseName, string cause, FieldNode left, FieldNode right) =>
        new(responseName, cause, [], [left], [right]);

    public static FieldConflict Of(string responseName, IReadOnlyList<FieldConflict> below, FieldNode left, FieldNode right) => new(
        responseName, null, below,
        [left, .. below.SelectMany(conflict => conflict.Left)],
        [right, .. below.SelectMany(conflict => conflict.Right)]);

    public string Reason() => Cause ?? string.Join(" and ",
        Below.Select(conflict => $"subfields \"{conflict.ResponseName}\" conflict because {conflict.Reason()}"));
}
