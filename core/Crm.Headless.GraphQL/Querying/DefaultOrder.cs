using Crm.Headless.GraphQL.Building;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>Reads <c>[UseSorting(Default = ["OccurredAt DESC"])]</c>.</summary>
static class DefaultOrder
{
    public static IReadOnlyList<SortNode> Of(SchemaDraft draft, Type row, string[] steps, Site site) =>
        [.. steps.Select(step => Step(draft, row, step, site)).OfType<SortNode>()];

    static SortNode? Step(SchemaDraft draft, Type row, string step, Site site)
    {
        var words = step.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var direction = words.Length == 2 ? words[1] : "ASC";
        if (words.Length is 1 or 2 && direction is "ASC" or "DESC" && row.GetProperty(words[0]) is { } property && !property.Has<SensitiveAttribute>())
            return new([], [property], direction == "DESC");
        draft.Problem(site, $"the default order \"{step}\" is no property of {row.Name} that has an order, with or without \" DESC\" behind it. Correct [UseSorting].");
        return null;
    }
}
