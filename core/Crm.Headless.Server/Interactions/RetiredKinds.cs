using System.Collections.Frozen;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Interactions;

/// <summary>The kinds that are only there for what was recorded with them: read, filtered by, never given to anything new.</summary>
sealed class RetiredKinds(GraphQLSchema schema)
{
    readonly FrozenSet<object> _kinds = ((EnumType)schema.Types[nameof(InteractionKind)]).Values.Values
        .Where(kind => kind.IsRetired).Select(kind => kind.Value).ToFrozenSet();

    /// <exception cref="RetiredKindException">It is one of them.</exception>
    public InteractionKind Check(InteractionKind kind, FieldPath at) => _kinds.Contains(kind) ? throw new RetiredKindException(at, kind) : kind;
}
