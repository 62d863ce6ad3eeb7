using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>The schema's types by name: nothing is merged silently, and a plugin's names begin with its prefix.</summary>
sealed class TypeRegister(SchemaDraft draft)
{
    readonly OrderedDictionary<string, (NamedType Type, string Origin)> _types = [];

    public IEnumerable<NamedType> All => _types.Values.Select(entry => entry.Type);

    public NamedType? Find(string name) => _types.TryGetValue(name, out var entry) ? entry.Type : null;

    /// <param name="origin">What it is made of, for the message of a conflict.</param>
    public T Add<T>(T type, string origin) where T : NamedType
    {
        if (_types.TryGetValue(type.Name, out var other))
        {
            draft.Problem($"Type {type.Name} exists twice: {Describe(other.Type, other.Origin)} and {Describe(type, origin)}. "
                + "Rename one of them with [GraphQLName].");
            return type;
        }
        _types.Add(type.Name, (type, origin));
        CheckPrefix(type);
        return type;
    }

    void CheckPrefix(NamedType type)
    {
        if (draft.Owners.PrefixOf(type.Owner) is not { } prefix || type.Name.StartsWith(prefix, StringComparison.Ordinal)) return;
        draft.Problem($"Type {type.Name} ({type.Owner}) must begin with the plugin's prefix: call it {prefix}{type.Name}, or use [GraphQLName].");
    }

    static string Describe(NamedType type, string origin) => $"{origin} ({type.Owner})";
}
