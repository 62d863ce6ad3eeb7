using System.Collections.Concurrent;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Execution.Coercion;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>What all plans of one schema share.</summary>
sealed class PlanningContext(GraphQLSchema schema, ExecutorOptions options)
{
    // Never asked: the plan knows the name.
    static readonly FieldResolver TypeName = new MemberResolver(static _ => null);

    readonly ConcurrentDictionary<EnumType, EnumNames> _names = [];
    readonly IntrospectionResolvers _introspection = new(schema);

    public GraphQLSchema Schema => schema;
    public ExecutorOptions Options => options;
    public DefaultValues Defaults { get; } = new();

    public EnumNames NamesOf(EnumType type) => _names.GetOrAdd(type, static names => new(names));

    /// <summary>A field of the type, or one of those that every type or the query root has besides (spec section 4).</summary>
    /// <exception cref="GraphQLException">It is introspection, which is switched off.</exception>
    public Field? FindField(ObjectType type, string name)
    {
        var field = MetaFields.Find(schema, type, name);
        if ((field == MetaFields.Schema || field == MetaFields.Type) && !options.AllowsIntrospection)
            throw Refusal.Of(ErrorCodes.IntrospectionDisabled, $"Introspection is switched off, so \"{name}\" can't be asked.");
        return field;
    }

    public FieldResolver ResolverOf(ObjectType type, Field field) => field == MetaFields.TypeName
        ? TypeName
        : _introspection.Find(type, field) ?? field.Resolver ?? options.ResolverOf(type, field);
}
