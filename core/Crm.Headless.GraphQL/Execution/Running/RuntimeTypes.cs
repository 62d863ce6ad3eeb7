using System.Collections.Concurrent;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>
/// Finds the object type of a value (ResolveAbstractType, spec section 6.4.3): by the name that it gives, or by its CLR type, where
/// the nearest base class or interface that stands behind an object type counts.
/// </summary>
sealed class RuntimeTypes
{
    readonly GraphQLSchema _schema;
    readonly Dictionary<Type, ObjectType> _declared = [];
    readonly ConcurrentDictionary<Type, ObjectType?> _found = [];

    public RuntimeTypes(GraphQLSchema schema)
    {
        _schema = schema;
        foreach (var type in schema.Types.Values.OfType<ObjectType>())
            if (type.ClrType is not null) _declared.TryAdd(type.ClrType, type);
    }

    public GraphQLSchema Schema => _schema;

    public ObjectType? Find(object value) => value is INamesItsType named
        ? named.TypeName is not null && _schema.TryGetType(named.TypeName, out var type) ? type as ObjectType : null
        : _found.TryGetValue(value.GetType(), out var known) ? known : _found.GetOrAdd(value.GetType(), Search);

    ObjectType? Search(Type type)
    {
        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
            if (_declared.TryGetValue(candidate, out var found)) return found;
        return type.GetInterfaces().Select(face => _declared.GetValueOrDefault(face)).FirstOrDefault(found => found is not null);
    }
}
