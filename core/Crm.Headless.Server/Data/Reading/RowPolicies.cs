using Crm.Headless.GraphQL.Querying;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Which rows of a type the request may see, as conditions of the plan: applied to the rows of a list, to related rows in filters and
/// orders, and to children alike. None yet.
/// </summary>
static class RowPolicies
{
    static readonly IReadOnlyList<FilterNode> None = [];

    public static IReadOnlyList<FilterNode> For(Type row) => row.IsValueType ? throw new ArgumentException($"{row.Name} is no row.", nameof(row)) : None;
}
