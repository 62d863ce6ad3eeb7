namespace Crm.Headless.GraphQL.Building;

/// <summary>The schema can't be built. Tells everything that is wrong at once.</summary>
public sealed class SchemaException(IReadOnlyList<string> problems)
    : Exception($"The schema has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}:\n- {string.Join("\n- ", problems)}")
{
    /// <summary>Each names the type or field, whose it is, and the remedy.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
