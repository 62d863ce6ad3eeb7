using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Testing;

/// <summary>That fields are described, hidden from those who may not use them, and ask the database as often for many rows as for few.</summary>
static class FieldChecks
{
    const int Few = 5, Many = 40;

    public static async Task<IReadOnlyList<string>> FindAsync(string id, CrmTestOptions options)
    {
        await using var host = await CrmTestHost.StartAsync(options);
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        var fields = FieldsOf(lease.Generation.Schema, id).ToList();
        if (await SampleData.FillAsync(host, Many) is { } fault) return [fault];
        return
        [
            .. Undescribed(lease.Generation.Schema, id, fields),
            .. Shown(lease.Generation.Schema, fields),
            .. await MultipliedAsync(host, fields),
        ];
    }

    /// <summary>Has every field that the plugin adds to core's types work once.</summary>
    public static async Task AskAllAsync(CrmTestHost host, string id)
    {
        foreach (var (list, selection) in Selections(host, id)) await host.SendAsync($"{{ {list}(first: {Few}) {{ nodes {{ {selection} }} }} }}");
    }

    // Not a part of an asynchronous method, which would keep the generation.
    static List<(string List, string Selection)> Selections(CrmTestHost host, string id)
    {
        using var lease = host.Services.GetRequiredService<Generations>().Lease();
        return
        [
            .. from one in FieldsOf(lease.Generation.Schema, id)
               let list = SampleData.ListOf(one.Type.Name)
               where list is not null && one.Field.Arguments.Values.All(argument => !argument.IsRequired)
               select (list, SelectionOf(one.Field)),
        ];
    }

    static string SelectionOf(Field field) => field.Type.Named is CompositeType composite ? $"{field.Name} {{ {Selection(composite)} }}" : field.Name;

    static IEnumerable<(FieldsType Type, Field Field)> FieldsOf(GraphQLSchema schema, string plugin) =>
        from type in schema.Types.Values.OfType<FieldsType>()
        from field in type.Fields.Values
        where field.Owner.Id == plugin
        select (type, field);

    static IEnumerable<string> Undescribed(GraphQLSchema schema, string plugin, IEnumerable<(FieldsType Type, Field Field)> fields) =>
    [
        .. from type in schema.Types.Values
           where type.Owner.Id == plugin && string.IsNullOrWhiteSpace(type.Description) && !IsGenerated(type.Name)
           select $"The type {type.Name} has no description. Write a /// summary on its class.",
        .. from one in fields
           where string.IsNullOrWhiteSpace(one.Field.Description) && !IsGenerated(one.Type.Name)
           select $"The field {one.Type.Name}.{one.Field.Name} has no description. Write a /// summary on its member.",
    ];

    // What the host derives of the plugin's types it describes itself, or it speaks for itself.
    static bool IsGenerated(string type) => type.EndsWith("Connection", StringComparison.Ordinal) || type.EndsWith("Edge", StringComparison.Ordinal);

    static IEnumerable<string> Shown(GraphQLSchema schema, IEnumerable<(FieldsType Type, Field Field)> fields)
    {
        foreach (var (type, field) in fields)
        {
            if (field.Scope is not { } scope) continue;
            var others = Access.Of(SchemaView.ScopesOf(schema).Where(other => other != scope));
            var view = SchemaView.Of(schema, others);
            if (view.TryGetType(type.Name, out var there) && there is FieldsType seen && seen.Fields.ContainsKey(field.Name))
                yield return $"The field {type.Name}.{field.Name} needs the scope {scope} and exists for those who have every other one. Put [Authorize(\"{scope}\")] on it.";
        }
    }

    /// <summary>A field is asked for few rows and for many: the statements must be as many.</summary>
    static async Task<IReadOnlyList<string>> MultipliedAsync(CrmTestHost host, IEnumerable<(FieldsType Type, Field Field)> fields)
    {
        var found = new List<string>();
        foreach (var (type, field) in fields.Where(one => one.Field.Arguments.Values.All(argument => !argument.IsRequired)))
        {
            if (SampleData.ListOf(type.Name) is not { } list) continue;
            var selection = SelectionOf(field);
            var (few, many) = (await CountAsync(host, list, selection, type, field, Few), await CountAsync(host, list, selection, type, field, Many));
            if (few is null || many is null)
                found.Add($"The field {type.Name}.{field.Name} fails on sample data. Try \"{{ {list}(first: {Few}) {{ nodes {{ {selection} }} }} }}\", and let it give null where it has nothing to say.");
            else if (many > few)
                found.Add(
                    $"The field {type.Name}.{field.Name} sends {few} statements for {Few} rows and {many} for {Many} (N+1). Read for all parents at once: "
                    + "[BatchResolver] with the parents' keys, or [Join] with an IQueryable.");
        }
        return found;
    }

    static string Selection(CompositeType type) => type is FieldsType { Fields: var fields }
        ? string.Join(' ', fields.Values.Where(field => field.Type.IsLeaf && field.Arguments.Values.All(argument => !argument.IsRequired)).Select(field => field.Name).DefaultIfEmpty("__typename"))
        : "__typename";

    static async Task<int?> CountAsync(CrmTestHost host, string list, string selection, FieldsType type, Field field, int rows)
    {
        var answer = await host.SendAsync($"{{ {list}(first: {rows}) {{ nodes {{ {selection} }} }} }}", headers: [new("GraphQL-Cost", "report")]);
        if (answer.Errors.Count > 0) return null;
        var plugins = answer.Body.GetProperty("extensions").GetProperty("cost").GetProperty("plugins");
        return plugins.TryGetProperty(field.Owner.Id, out var costs) && costs.TryGetProperty($"{type.Name}.{field.Name}", out var cost)
            ? cost.GetProperty("statements").GetInt32() : 0;
    }
}
