using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>Not in the specification: refuses introspection, for servers that keep their schema to themselves.</summary>
sealed class NoSchemaIntrospectionCustomRule(ValidationContext context) : ValidationRule
{
    public override void EnterField(FieldNode node)
    {
        if (context.Type?.Named is { } type && IntrospectionTypes.All.ContainsKey(type.Name))
            context.Report($"GraphQL introspection has been disabled, but the requested query contained the field \"{node.Name}\".", node);
    }
}
