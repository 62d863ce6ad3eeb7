using System.Globalization;

namespace Crm.Headless.Server.Input;

/// <summary>The place of a value in the arguments, such as <c>input.contactPoints.0.value</c>.</summary>
sealed record FieldPath(FieldPath? Parent, string Name)
{
    public static FieldPath Input { get; } = new(null, "input");

    public FieldPath this[string name] => new(this, name);
    public FieldPath this[int index] => new(this, index.ToString(CultureInfo.InvariantCulture));

    public IReadOnlyList<string> Steps => Parent is null ? [Name] : [.. Parent.Steps, Name];

    public override string ToString() => string.Join('.', Steps);
}
