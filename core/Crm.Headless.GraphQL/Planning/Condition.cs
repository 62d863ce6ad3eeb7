namespace Crm.Headless.GraphQL.Planning;

/// <summary>
/// What must hold for a selection to be part of the result (<c>@skip</c> and <c>@include</c>, spec section 3.13): variables,
/// as bits, that must be true, and ones that must not.
/// </summary>
readonly record struct Condition(ulong True, ulong False)
{
    public static Condition Always { get; } = default;

    public bool IsAlways => (True | False) == 0;
    public bool IsNever => (True & False) != 0;
    public bool Holds(ulong variables) => (variables & True) == True && (variables & False) == 0;

    /// <summary>Whether this holds whenever the other one does.</summary>
    public bool IsImpliedBy(Condition other) => (True & ~other.True) == 0 && (False & ~other.False) == 0;

    public static Condition operator &(Condition left, Condition right) => new(left.True | right.True, left.False | right.False);
}
