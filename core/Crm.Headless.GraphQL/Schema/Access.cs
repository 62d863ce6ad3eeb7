using System.Collections.Frozen;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>What somebody was granted, as far as a schema can tell: it decides which part of the schema exists for him.</summary>
/// <param name="Scopes">Such as <c>contacts:read</c>; <c>*</c> stands for every one.</param>
/// <param name="IsMember">
/// Somebody who is a record himself and sees only what is his: of the schema only what says <c>[AllowMembers]</c>.
/// </param>
public sealed record Access(IReadOnlySet<string> Scopes, bool IsMember = false)
{
    public const string EveryScope = "*";
    public const string PersonalData = "personal-data:read";

    public static Access Everything { get; } = Of(EveryScope);

    /// <summary>A member reads its own data alone.</summary>
    public bool ReadsPersonalData => IsMember || Has(PersonalData);

    public static Access Of(params IEnumerable<string> scopes) => new(scopes.ToFrozenSet());

    public bool Has(string scope) => Scopes.Contains(scope) || Scopes.Contains(EveryScope);
}
