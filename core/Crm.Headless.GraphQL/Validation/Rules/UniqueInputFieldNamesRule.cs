using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.6.3 Input Object Field Uniqueness: an input object must not be given two fields of one name.</summary>
sealed class UniqueInputFieldNamesRule(ValidationContext context) : ValidationRule
{
    public override void EnterObjectValue(ObjectValueNode node)
    {
        var known = new Dictionary<string, NameNode>();
        foreach (var field in node.Fields)
            if (!known.TryAdd(field.Name.Value, field.Name))
                context.Report($"There can be only one input field named \"{field.Name}\".", known[field.Name.Value], field.Name);
    }
}
