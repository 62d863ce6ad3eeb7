using System.Reflection;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>Whose a CLR type is: the source's that lists it, else the only one's of its assembly, else core's (the SDK's types).</summary>
sealed class TypeOwners
{
    readonly Dictionary<Type, SchemaSource> _listed = [];
    readonly Dictionary<Assembly, SchemaSource?> _assemblies = [];
    readonly IReadOnlyList<SchemaSource> _sources;

    public TypeOwners(IReadOnlyList<SchemaSource> sources)
    {
        _sources = sources;
        foreach (var source in sources)
            foreach (var type in source.Types)
            {
                _listed.TryAdd(type, source);
                if (!_assemblies.TryAdd(type.Assembly, source) && _assemblies[type.Assembly] != source) _assemblies[type.Assembly] = null;
            }
    }

    public Owner Of(Type type) => SourceOf(type)?.Owner ?? Owner.Core;

    /// <summary>The prefix that the owner's names begin with; null: no rule.</summary>
    public string? PrefixOf(Owner owner) => _sources.FirstOrDefault(source => source.Owner == owner)?.Prefix;

    SchemaSource? SourceOf(Type type)
    {
        if (_listed.TryGetValue(type, out var source)) return source;
        return type.IsGenericType && type.GetGenericArguments() is [var argument, ..] && type.Assembly != argument.Assembly
            ? SourceOf(argument)
            : _assemblies.GetValueOrDefault(type.Assembly);
    }
}
