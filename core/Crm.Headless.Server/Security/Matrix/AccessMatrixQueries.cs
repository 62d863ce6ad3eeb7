using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Security;

[QueryType, Authorize("access:read")]
static class AccessMatrixQueries
{
    /// <summary>
    /// Who may use what: for every field, argument and input field of the schema, plugins included, how far each role may use it. It is
    /// read off the schemas that these roles are really given.
    /// </summary>
    /// <param name="roles">At most 60. Null: everything, everything but personal data, a member, and each declared scope alone.</param>
    /// <param name="type">Only what belongs to this type or input; null: all.</param>
    [Cost(1000)]
    public static AccessTable GetAccessMatrix(
        IReadOnlyList<AccessRoleInput>? roles, string? type, GraphQLSchema schema, DeclaredScopes scopes)
    {
        Limit.Check(roles?.Count ?? 0, AccessRoles.Most, new(null, "roles"));
        var columns = roles ?? AccessRoles.Usual(scopes);
        var rows = AccessMatrix.Of(schema, [.. columns.Select(role => role.Access)])
            .Where(row => type is null || row.Coordinate.StartsWith(type + ".", StringComparison.Ordinal))
            .Select(row => new AccessTableRow(row.Coordinate, row.Owner.Id, row.Scope, row.IsPersonal, row.Levels));
        return new([.. columns.Select(role => new AccessRole(role.Name, role.Scopes, role.Member))], [.. rows]);
    }
}

/// <summary>Who may use what.</summary>
/// <param name="Roles">The columns.</param>
/// <param name="Rows">In the order of the schema.</param>
[GraphQLName("AccessMatrix")]
sealed record AccessTable(
    [property: ListSize(AccessRoles.Most)] IReadOnlyList<AccessRole> Roles,
    [property: ListSize(10_000)] IReadOnlyList<AccessTableRow> Rows);

/// <summary>A set of rights.</summary>
/// <param name="Name">As it was called.</param>
/// <param name="Scopes">What it was granted; <c>*</c> is everything.</param>
/// <param name="Member">It is a member: a contact in a storefront or app.</param>
sealed record AccessRole(string Name, IReadOnlyList<string> Scopes, bool Member);

/// <summary>Who may use one element of the schema.</summary>
/// <param name="Coordinate">A field, an argument or an input field, such as <c>Contact.email</c> or <c>Query.contacts(where:)</c>.</param>
/// <param name="Owner">Who brought it: <c>core</c>, or a plugin's id.</param>
/// <param name="Scope">What it needs itself, or its type does; null: it follows from what leads to it.</param>
/// <param name="Personal">It tells something about a person.</param>
/// <param name="Levels">One for each role, in the order of the roles.</param>
[GraphQLName("AccessMatrixRow")]
sealed record AccessTableRow(
    string Coordinate, string Owner, string? Scope, bool Personal, IReadOnlyList<AccessLevel> Levels);
