using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.GraphQL.Building;

/// <summary>What the parameters of a resolver method are read from.</summary>
/// <param name="Parent">The parent, all parents, their keys, or the event: what the method's kind has.</param>
/// <param name="Scope">Null for a computed field, which takes nothing from it.</param>
readonly record struct ResolverCall(
    object? Parent, FieldArguments Arguments, RequestScope? Scope, FieldSelection? Selection, CancellationToken Cancellation)
{
    public static ResolverCall Of(BatchContext context, object? parent) =>
        new(parent, context.Arguments, context.Scope, context.Selection, context.Cancellation);
}
