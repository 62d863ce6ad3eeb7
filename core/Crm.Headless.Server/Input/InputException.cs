namespace Crm.Headless.Server.Input;

/// <summary>A value that the client gave can't be taken.</summary>
abstract class InputException(string code, FieldPath field, string message) : CrmException(code, $"{field}: {message}")
{
    /// <summary>The place of the value, from the argument down: names of fields, and indices of lists.</summary>
    public IReadOnlyList<string> Field { get; } = field.Steps;
}
