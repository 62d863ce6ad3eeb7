using System.Text.Json;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Coercion;

/// <summary>
/// What is wrong with one input value, each with its place inside the value. Places are prefixed on the way out,
/// so that a correct value costs nothing.
/// </summary>
/// <param name="most">How many of them are kept.</param>
sealed class InputErrors(int most = InputErrors.Most)
{
    /// <summary>A client that gets everything wrong needs the first few errors, not a megabyte of them.</summary>
    public const int Most = 50;

    const int MaxShown = 100;

    readonly List<(string Place, string Message)> _errors = [];

    /// <summary>Nothing further is coerced: the value is refused, and more errors would help nobody.</summary>
    public bool IsFull => _errors.Count >= most;

    public int Count => _errors.Count;
    public IReadOnlyList<(string Place, string Message)> All => _errors;

    public object? Add(string message)
    {
        if (!IsFull) _errors.Add(("", message));
        return null;
    }

    public void AddUnknownField(InputObjectType type, string name, string found) =>
        Add($"Expected value of type \"{type}\" not to include unknown field \"{Show(name)}\", found: {found}.");

    /// <summary>Says that the errors since <paramref name="from"/> happened inside a field.</summary>
    public void Inside(string fieldName, int from) => Prefix("." + fieldName, from);

    /// <summary>Says that the errors since <paramref name="from"/> happened inside a list item.</summary>
    public void Inside(int index, int from) => Prefix($"[{index}]", from);

    void Prefix(string step, int from)
    {
        for (var i = from; i < _errors.Count; i++) _errors[i] = (step + _errors[i].Place, _errors[i].Message);
    }

    /// <summary>A value for a message, cut where it gets long.</summary>
    public static string Show(JsonElement json) => Excerpt.Of(json, MaxShown);

    public static string Show(ValueNode literal) => Excerpt.Of(literal, MaxShown);

    public static string Show(string name) => Excerpt.Of(name, MaxShown);
}
