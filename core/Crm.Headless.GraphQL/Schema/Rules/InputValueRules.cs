using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>Sections 3.6, 3.10 and 3.13: what holds for arguments and input fields alike.</summary>
static class InputValueRules
{
    public static void Check(SchemaProblems problems, string kind, string coordinate, InputValue value)
    {
        var name = SchemaProblems.Name(kind, coordinate, value.Owner);
        NameRules.Check(problems, kind, coordinate, value.Name, value.Owner, value.Syntax?.Name);
        if (!value.Type.IsInput)
        {
            problems.Add($"{name} must have an input type, but \"{value.Type}\" is an output type. Use a scalar, enum or input object.",
                value.Syntax?.Type);
            return;
        }
        // A deprecated value must be one that clients can leave out.
        if (value.IsRequired && value.DeprecationReason is not null)
            problems.Add($"{name} is required and cannot be deprecated. Make it nullable or give it a default value first.", value.Syntax);
        if (value.DefaultValue is null) return;
        LiteralCheck.Run(value.DefaultValue, value.Type, (place, message) =>
            problems.Add($"{name} has an invalid default value: {message}", value.Syntax is null ? null : place));
    }
}
