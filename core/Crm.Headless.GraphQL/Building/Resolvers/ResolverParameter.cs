using System.Reflection;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

enum ParameterKind { Argument, Page, Service, Rows, Parent, Event, Principal, Cancellation, Selection }

/// <summary>A parameter of a resolver method, and where its value comes from.</summary>
sealed record ResolverParameter(ParameterInfo Info, TypeShape Shape, ParameterKind Kind)
{
    public required Func<ResolverCall, object?> Read { get; init; }

    /// <summary>What the client gives for it: one for an argument, four for a page, none for the rest.</summary>
    public IReadOnlyList<InputValue> Arguments { get; init; } = [];

    /// <summary>Only known while a request runs: not there for a field that is computed from its parent.</summary>
    public bool NeedsScope => Kind is ParameterKind.Service or ParameterKind.Rows or ParameterKind.Principal;
}
