using System.Collections.Concurrent;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Execution.Coercion;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>What all plans of one schema share.</summary>
sealed class PlanningContext(GraphQLSchema schema, ExecutorOptions options)
{
    readonly ConcurrentDictionary<EnumType, EnumNames> _names = [];

    public GraphQLSchema Schema => schema;
    public ExecutorOptions Options => options;
    public DefaultValues Defaults { get; } = new();

    public EnumNames NamesOf(EnumType type) => _names.GetOrAdd(type, static names => new(names));

    /// <summary>A field of the type, or one of those that every type or the query root has besides (spec section 4).</summary>
    public Field? FindField(ObjectType type, string name) =>
        name == MetaFields.TypeName.Name ? MetaFields.TypeName : type.Fields.GetValueOrDefault(name);

    public FieldResolver ResolverOf(ObjectType type, Field field) => field.Resolver ?? options.ResolverOf(type, field);
}
