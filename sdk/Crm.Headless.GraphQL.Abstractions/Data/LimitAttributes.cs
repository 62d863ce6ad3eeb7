namespace Crm.Headless.GraphQL;

/// <summary>
/// The static cost of one call of the field (1 when it isn't said). A field that costs 100 or more isn't read when a plugin that comes up is
/// tried out.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CostAttribute(double weight) : Attribute
{
    /// <summary>Compared with a plain field, which costs 1; not negative.</summary>
    public double Weight { get; } = weight;
}

/// <summary>The largest list that the field returns, for the static cost.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ListSizeAttribute(int assumedSize) : Attribute
{
    /// <summary>Elements; positive.</summary>
    public int AssumedSize { get; } = assumedSize;
}
