using System.Text.Json;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Coercion;

/// <summary>
/// What is wrong with one input value, each with its place inside the value. Places are prefixed on the way out,
/// so that a correct value costs nothing.
/// </summary>
sealed class InputErrors
{
    readonly List<(string Place, string Message)> _errors = [];

    public int Count => _errors.Count;
    public IReadOnlyList<(string Place, string Message)> All => _errors;

    public object? Add(string message)
    {
        _errors.Add(("", message));
        return null;
    }

    public void AddUnknownField(InputObjectType type, string name, string found) =>
        Add($"Expected value of type \"{type}\" not to include unknown field \"{name}\", found: {found}.");

    /// <summary>Says that the errors since <paramref name="from"/> happened inside a field.</summary>
    public void Inside(string fieldName, int from) => Prefix("." + fieldName, from);

    /// <summary>Says that the errors since <paramref name="from"/> happened inside a list item.</summary>
    public void Inside(int index, int from) => Prefix($"[{index}]", from);

    void Prefix(string step, int from)
    {
        for (var i = from; i < _errors.Count; i++) _errors[i] = (step + _errors[i].Place, _errors[i].Message);
    }

    /// <summary>A value for a message, cut where it gets long.</summary>
    public static string Show(JsonElement json) => Cut(json.GetRawText());

    public static string Show(ValueNode literal) => Cut(GraphQLPrinter.Print(literal));

    static string Cut(string text) => text.Length <= 100 ? text : text[..97] + "...";
}
