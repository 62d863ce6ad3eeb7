using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>
/// Section 2.1.8: a name is of letters, digits and underscores; two underscores at its start are reserved for introspection.
/// </summary>
static class NameRules
{
    public static void Check(SchemaProblems problems, string kind, string coordinate, string name, Owner owner, SyntaxNode? place)
    {
        if (!IsName(name))
            problems.Add($"{SchemaProblems.Name(kind, coordinate, owner)} has no valid name: \"{name}\". "
                + "Use letters, digits and underscores, and no digit first.", place);
        else if (name.StartsWith("__", StringComparison.Ordinal))
            problems.Add($"{SchemaProblems.Name(kind, coordinate, owner)} must not begin with \"__\", which is reserved by GraphQL "
                + "introspection. Choose another name.", place);
    }

    public static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
