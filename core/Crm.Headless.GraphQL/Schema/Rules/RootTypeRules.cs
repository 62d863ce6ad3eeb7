using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>Section 3.3.1: there is a query root, and the roots are different types.</summary>
static class RootTypeRules
{
    public static void Check(SchemaProblems problems)
    {
        var schema = problems.Schema;
        if (schema.Query is null)
            problems.Add("Query root type must be provided. Define a type \"Query\", or name another one in the schema definition.");

        var roots = Enum.GetValues<OperationType>()
            .Select(operation => (Operation: operation, Type: schema.RootOf(operation)))
            .Where(root => root.Type is not null);
        foreach (var shared in roots.GroupBy(root => root.Type!).Where(group => group.Count() > 1))
        {
            var operations = string.Join(" and ", shared.Select(root => root.Operation));
            problems.Add($"All root types must be different, \"{shared.Key}\" is used for {operations}. "
                + "Give each operation a type of its own.", shared.Key.Syntax);
        }
    }
}
