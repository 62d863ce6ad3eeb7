using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Headless.Server.Data;

/// <summary>Configures a plugin's part of the model and refuses what isn't its own: other entities, other tables.</summary>
static class ModelPartCheck
{
    public static void Configure(ModelBuilder model, ModelPart part)
    {
        var before = model.Model.GetEntityTypes().ToDictionary(entity => entity.Name, Description);
        part.Configure(model);

        foreach (var entity in model.Model.GetEntityTypes())
            if (before.TryGetValue(entity.Name, out var description))
                CheckUnchanged(entity, description, part);
            else
                CheckTable(entity, part);

        if (before.Keys.FirstOrDefault(name => model.Model.FindEntityType(name) is null) is { } missing)
            throw new ModelConflictException(part.Owner, $"removes the entity {missing} from the model. Leave the entities of others as they are.");
        PreparedConverter.Wrap(model.Model.GetEntityTypes().Where(entity => !before.ContainsKey(entity.Name)));
    }

    static void CheckUnchanged(IMutableEntityType entity, string description, ModelPart part)
    {
        if (Description(entity) != description)
            throw new ModelConflictException(part.Owner,
                $"changes the entity {entity.ClrType.Name}, which it doesn't own. Put its columns and navigations into an entity of the plugin that refers to it by key.");
    }

    static void CheckTable(IMutableEntityType entity, ModelPart part)
    {
        var table = entity.GetTableName() ?? entity.GetViewName();
        if (table is null || entity.IsOwned() || table.StartsWith(part.TablePrefix, StringComparison.Ordinal))
            return;

        throw new ModelConflictException(part.Owner,
            $"maps the entity {entity.ClrType.Name} to the table \"{table}\", which doesn't begin with its prefix \"{part.TablePrefix}\". Name it with ToTable(\"{part.TablePrefix}...\").");
    }

    static string Description(IReadOnlyEntityType entity)
        => entity.ToDebugString(MetadataDebugStringOptions.LongDefault) + string.Concat(entity.GetDeclaredQueryFilters().Select(filter => filter.Expression));
}

/// <summary>A plugin's part of the model can't be built beside the others.</summary>
internal sealed class ModelConflictException(string plugin, string problem) : Exception($"Plugin \"{plugin}\" {problem}")
{
    public string Plugin { get; } = plugin;
}
