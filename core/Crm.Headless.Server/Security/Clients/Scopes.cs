using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Security;

/// <summary>The scopes that can be granted on this generation: those that its schema asks for, and core's own.</summary>
sealed class DeclaredScopes(GraphQLSchema schema)
{
    public const string ExchangesMembers = "members:exchange";

    static readonly string[] Core =
    [
        "contacts:read", "contacts:write", "accounts:read", "accounts:write", "interactions:read", "interactions:write",
        "units:read", "units:write", "users:read", "users:write", "changes:read", Access.PersonalData, "plugins:admin",
        "clients:admin", ExchangesMembers, "audit:read", "access:read",
    ];

    readonly Lazy<IReadOnlyList<string>> _all = new(() => [.. Core.Concat(schema.Types.Values.SelectMany(Of)).Distinct().Order(StringComparer.Ordinal)]);

    public IReadOnlyList<string> All => _all.Value;

    static IEnumerable<string> Of(NamedType type) => type switch
    {
        FieldsType fields => fields.Fields.Values.SelectMany(field => field.Arguments.Values.Select(argument => argument.Scope).Append(field.Scope)),
        InputObjectType input => input.Fields.Values.Select(field => field.Scope),
        _ => [],
    } is var scopes ? scopes.Append(type.Scope).OfType<string>() : [];
}

/// <summary>Scopes as OAuth writes them: with a space between them (RFC 6749, section 3.3).</summary>
static class ScopeList
{
    public static string Write(IEnumerable<string> scopes) => string.Join(' ', scopes.Distinct().Order(StringComparer.Ordinal));

    public static string[] Read(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
