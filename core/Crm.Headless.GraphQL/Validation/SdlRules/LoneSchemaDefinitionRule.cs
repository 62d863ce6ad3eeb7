using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// 3.3 Schema: a document must include at most one schema definition, and none when it extends a schema that has its roots.
/// </summary>
sealed class LoneSchemaDefinitionRule(ValidationContext context) : ValidationRule
{
    readonly bool _isDefined = context.Extended is { } schema && (schema.Query ?? schema.Mutation ?? schema.Subscription) is not null;
    bool _hasOne;

    public override void EnterTypeSystemDefinition(TypeSystemDefinitionNode node)
    {
        if (node is not SchemaDefinitionNode { IsExtension: false }) return;
        if (_isDefined) context.Report("Cannot define a new schema within a schema extension.", node);
        else if (_hasOne) context.Report("Must provide only one schema definition.", node);
        _hasOne = true;
    }
}
