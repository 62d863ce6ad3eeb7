using System.Linq.Expressions;
using Crm.Headless.GraphQL.Querying;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Rows of an entity together with the single children that the order passes through. Such a child is left-joined once, and the filter
/// uses the same join: one statement, and faster than asking again.
/// </summary>
sealed class Rows
{
    readonly Dictionary<string, Func<Expression, Expression>> _children = [];
    readonly ReadContext _context;
    Func<Expression, Expression> _entity = element => element;

    public Rows(Expression source, Type entity, ReadContext context)
    {
        (Source, Unfiltered, Element, _context) = (source, source, entity, context);
    }

    /// <summary>An <c>IQueryable</c> of <see cref="Element"/>.</summary>
    public Expression Source { get; private set; }

    /// <summary>What the rows were made of: entities.</summary>
    public Expression Unfiltered { get; }

    /// <summary>The entity, or pairs around it once something is joined.</summary>
    public Type Element { get; private set; }

    public Expression Entity(Expression element) => _entity(element);

    /// <summary>The child that was joined under this path; null when it wasn't.</summary>
    public Expression? Child(string path, Expression element) => _children.TryGetValue(path, out var child) ? child(element) : null;

    /// <summary>The same rows, which more conditions can be set for.</summary>
    public Rows Copy() => (Rows)MemberwiseClone();

    public void Where(Func<Expression, Expression> condition)
    {
        var element = Expression.Parameter(Element, "row");
        var body = condition(element);
        if (body != Comparison.True)
            Source = Expression.Call(typeof(Queryable), nameof(Queryable.Where), [Element], Source, Expression.Quote(Expression.Lambda(body, element)));
    }

    /// <summary>Makes sure that the relations, outermost first, are joined; returns the path of the last.</summary>
    public string Join(IReadOnlyList<Relation> relations)
    {
        var path = "";
        foreach (var relation in relations)
        {
            var parent = path;
            path = PathOf(parent, relation);
            if (!_children.ContainsKey(path))
                Join(relation, path, element => parent == "" ? _entity(element) : _children[parent](element));
        }
        return path;
    }

    public static string PathOf(string parent, Relation relation) => $"{parent}/{relation.Name}";

    void Join(Relation relation, string path, Func<Expression, Expression> parentOf)
    {
        var children = new Rows(relation.Source(_context.Services).Expression, relation.ChildType, _context);
        var (outer, inner) = (Expression.Parameter(Element, "row"), Expression.Parameter(relation.ChildType, "child"));
        var key = Nullable(relation.ChildKey.PropertyType);
        var pair = typeof(Pair<,>).MakeGenericType(Element, relation.ChildType);
        var (row, child) = (pair.GetProperty("Row")!, pair.GetProperty("Child")!);
        Source = Expression.Call(typeof(Queryable), nameof(Queryable.LeftJoin), [Element, relation.ChildType, key, pair],
            Source, children.Source,
            Expression.Quote(Expression.Lambda(As(Expression.Property(parentOf(outer), relation.ParentKey), key), outer)),
            Expression.Quote(Expression.Lambda(As(Expression.Property(inner, relation.ChildKey), key), inner)),
            Expression.Quote(Expression.Lambda(Expression.MemberInit(Expression.New(pair), Expression.Bind(row, outer), Expression.Bind(child, inner)), outer, inner)));
        Element = pair;

        var entity = _entity;
        _entity = element => entity(Expression.Property(element, row));
        foreach (var (known, before) in _children.ToList())
            _children[known] = element => before(Expression.Property(element, row));
        _children[path] = element => Expression.Property(element, child);
    }

    internal static Type Nullable(Type type)
        => type.IsValueType && System.Nullable.GetUnderlyingType(type) is null ? typeof(Nullable<>).MakeGenericType(type) : type;

    internal static Expression As(Expression value, Type type) => value.Type == type ? value : Expression.Convert(value, type);
}

/// <summary>A row and the child that was joined to it; null when there is none.</summary>
sealed class Pair<TRow, TChild>
{
    public TRow Row { get; init; } = default!;
    public TChild? Child { get; init; }
}
