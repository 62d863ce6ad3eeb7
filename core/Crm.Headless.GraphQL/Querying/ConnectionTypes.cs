using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>
/// The types of paged fields, each named after its field: <c>Query.contacts</c> has <c>ContactsConnection</c>, below a type its name
/// comes first (<c>ContactInteractionsConnection</c>), and a plugin's prefix before that. No two fields share one, so that one can
/// change without the other.
/// </summary>
sealed class ConnectionTypes(SchemaDraft draft)
{
    ObjectType? _pageInfo;

    public ObjectType Of(FieldsType parent, string field, Type row, Site site)
    {
        var name = NameOf(parent, field, site.Owner);
        var node = draft.Outputs.Named(row, site);
        var edge = Add($"{name}Edge", "A row of a page, with its cursor.", node, site);
        edge.Fields = Map(
            Read<PageEdge>("node", new NonNullType(node), "The row.", edge => edge.Node),
            Read<PageEdge>("cursor", Required("String"), "The row's place in the list, for `after` and `before`.", edge => edge.Cursor()));
        var connection = Add($"{name}Connection", "A page of a list.", node, site);
        connection.Fields = Map(
            Read<PageResult>("nodes", ListOf(node), "The rows.", page => page.Nodes),
            Read<PageResult>("edges", ListOf(edge), "The rows with their cursors.", page => page.Edges),
            Read<PageResult>("pageInfo", new NonNullType(PageInfo), "Whether there is more.", page => page),
            Read<PageResult>("totalCount", Optional("Int"), "Rows of the whole list, whatever the page.", page => page.TotalCount));
        return connection;
    }

    ObjectType PageInfo => _pageInfo ??= MakePageInfo();

    ObjectType MakePageInfo()
    {
        var type = draft.Types.Add(new ObjectType("PageInfo") { Description = "Whether there is more around a page." }, "the engine's paging");
        type.Fields = Map(
            Read<PageResult>("hasNextPage", Required("Boolean"), "Rows follow.", page => page.HasNextPage),
            Read<PageResult>("hasPreviousPage", Required("Boolean"), "Rows precede.", page => page.HasPreviousPage),
            Read<PageResult>("startCursor", Optional("String"), "Of the first row; null when the page is empty.", page => page.StartCursor),
            Read<PageResult>("endCursor", Optional("String"), "Of the last row; null when the page is empty.", page => page.EndCursor));
        return type;
    }

    string NameOf(FieldsType parent, string field, Owner owner)
    {
        var name = Naming.Pascal(field);
        if (parent.ClrType is not null) name = parent.Name + name;
        var prefix = draft.Owners.PrefixOf(owner);
        return prefix is null || name.StartsWith(prefix, StringComparison.Ordinal) ? name : prefix + name;
    }

    ObjectType Add(string name, string description, NamedType node, Site site) =>
        draft.Types.Add(new ObjectType(name) { Owner = site.Owner, Description = description, Follows = node }, site.Coordinate);

    ScalarType Optional(string scalar) => draft.Outputs.Use(draft.Scalars[scalar]);

    NonNullType Required(string scalar) => new(Optional(scalar));

    static ListType ListOf(NamedType type) => new(new NonNullType(type));

    static Field Read<T>(string name, GraphQLType type, string description, Func<T, object?> get) =>
        new(name, type) { Description = description, Resolver = new MemberResolver(parent => get((T)parent)) };

    static FieldMap<Field> Map(params Field[] fields) => new(fields, field => field.Name);
}
