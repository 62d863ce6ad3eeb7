using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>
/// Builds the schema from annotated classes: core's and any number of plugins'. Everything that is learnt about a CLR type lives in
/// the schema that comes out, so that a plugin's types go with it.
/// </summary>
public sealed class SchemaBuilder
{
    readonly List<SchemaSource> _sources = [];

    /// <summary>
    /// What has no declared policy, <c>[Authorize]</c> or <c>[AllowAnonymous]</c>, is refused: a root field, a field that one source
    /// adds to another one's type, and a type that rows are made of.
    /// </summary>
    public bool RequiresPolicies { get; init; }

    /// <summary>What stored rows may have although no source declares it.</summary>
    public IReadOnlyList<RetiredValues> Retired { get; init; } = [];

    public SchemaBuilder Add(SchemaSource source)
    {
        _sources.Add(source);
        return this;
    }

    /// <exception cref="SchemaException">Something is wrong; tells all of it.</exception>
    public GraphQLSchema Build() => new SchemaDraft(_sources) { RequiresPolicies = RequiresPolicies, Retired = Retired }.Build();
}
