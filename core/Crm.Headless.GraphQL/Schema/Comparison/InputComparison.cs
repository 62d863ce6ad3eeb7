using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>The changes of arguments and input fields: they may ask for less, and not for more.</summary>
sealed class InputComparison(SchemaChanges changes)
{
    /// <param name="whenOptional">What a new one means that needn't be given.</param>
    public void Compare(
        IReadOnlyDictionary<string, InputValue> before, IReadOnlyDictionary<string, InputValue> after,
        string prefix, string what, string suffix, ChangeKind whenOptional = ChangeKind.Dangerous) =>
        changes.Compare(before, after, prefix, what, (name, old, now) => Compare(prefix + name + suffix, what, old, now),
            added => added.IsRequired ? ChangeKind.Breaking : whenOptional, suffix);

    void Compare(string coordinate, string what, InputValue before, InputValue after)
    {
        if (!TypeRelations.HaveSameName(before.Type, after.Type))
            changes.Add(TypeRelations.IsSafeInput(before.Type, after.Type) ? ChangeKind.Safe : ChangeKind.Breaking, coordinate,
                $"{what} \"{coordinate}\" changed its type from \"{before.Type}\" to \"{after.Type}\".");
        var (old, now) = (Print(before.DefaultValue), Print(after.DefaultValue));
        if (old != now)
            changes.Add(KindOfDefault(before, after), coordinate, $"{what} \"{coordinate}\" changed its default value from {old ?? "none"} to {now ?? "none"}.");
        changes.CompareScopes(coordinate, what, before.Scope, after.Scope);
        changes.ComparePersonal(coordinate, what, before.IsPersonal, after.IsPersonal);
        changes.CompareMembers(coordinate, what, before.AllowsMembers, after.AllowsMembers);
        changes.CompareDescriptions(coordinate, what, before.Description, after.Description);
        changes.CompareDeprecations(coordinate, what, before.DeprecationReason, after.DeprecationReason);
    }

    // Whoever left it out gets something else, or nothing: where it has to be given now, not even an answer.
    static ChangeKind KindOfDefault(InputValue before, InputValue after) =>
        before.IsRequired ? ChangeKind.Safe : after.IsRequired ? ChangeKind.Breaking : ChangeKind.Dangerous;

    static string? Print(ValueNode? value) => value is null ? null : GraphQLPrinter.Print(Normal(value));

    // The order of an object's fields and the way a text is written say nothing.
    static ValueNode Normal(ValueNode value) => value switch
    {
        StringValueNode text => new StringValueNode(text.Value),
        ListValueNode list => new ListValueNode([.. list.Items.Select(Normal)]),
        ObjectValueNode map => new ObjectValueNode(
            [.. map.Fields.OrderBy(field => field.Name.Value, StringComparer.Ordinal).Select(field => new ObjectFieldNode(field.Name, Normal(field.Value)))]),
        _ => value,
    };
}
