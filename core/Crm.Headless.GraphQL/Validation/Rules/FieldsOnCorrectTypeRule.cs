using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// 5.3.1 Field Selections: the target field of a field selection must be defined on the scoped type of the selection set.
/// </summary>
sealed class FieldsOnCorrectTypeRule(ValidationContext context) : ValidationRule
{
    public override void EnterField(FieldNode node)
    {
        if (context.ParentType is not { } type || context.Field is not null) return;
        context.Report($"Cannot query field \"{node.Name}\" on type \"{type}\".{Suggest(type, node.Name.Value)}", node);
    }

    string Suggest(CompositeType type, string field)
    {
        if (context.Options.HideSuggestions) return "";
        var types = TypesWith(type, field);
        if (types.Count > 0) return Suggestions.DidYouMean(types, "to use an inline fragment on ");
        return type is FieldsType known ? context.Suggest(field, known.Fields.Keys) : "";
    }

    // Possible types that do have the field, and interfaces that several of them share: the most general first.
    List<string> TypesWith(CompositeType type, string field)
    {
        if (type is ObjectType) return [];
        var objects = context.Schema.PossibleTypes(type).Where(possible => possible.Fields.ContainsKey(field)).ToList();
        var faces = objects.SelectMany(possible => possible.Interfaces)
            .Where(face => face.Fields.ContainsKey(field))
            .GroupBy(face => face)
            .OrderByDescending(face => face.Count())
            .Select(face => face.Key.Name);
        return [.. faces, .. objects.Select(possible => possible.Name)];
    }
}
