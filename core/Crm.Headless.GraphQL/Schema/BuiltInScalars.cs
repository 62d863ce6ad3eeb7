using System.Collections.Frozen;
using System.Text.Json;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>The five scalars that every schema may use without defining them (spec section 3.5).</summary>
public static class BuiltInScalars
{
    // A gigantic literal needn't come back in full.
    const int MaxShown = 80;

    public static ScalarType String { get; } = new StringScalar();
    public static ScalarType Boolean { get; } = new BooleanScalar();
    public static ScalarType Int { get; } = new IntScalar();
    public static ScalarType Float { get; } = new FloatScalar();
    public static ScalarType Id { get; } = new IdScalar();

    public static FrozenDictionary<string, ScalarType> All { get; } =
        new[] { String, Boolean, Int, Float, Id }.ToFrozenDictionary(scalar => scalar.Name);

    internal static CoercionException Refuse(string expectation, ValueNode literal) =>
        new($"{expectation}: {Excerpt.Of(literal, MaxShown)}");

    internal static CoercionException Refuse(string expectation, JsonElement json) => new($"{expectation}: {Excerpt.Of(json, MaxShown)}");

    internal static CoercionException Refuse(string expectation, object value) =>
        new($"{expectation}: {Excerpt.Of(value.ToString() ?? value.GetType().Name, MaxShown)}");
}
