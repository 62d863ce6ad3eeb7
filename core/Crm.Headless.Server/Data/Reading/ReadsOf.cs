using System.Linq.Expressions;
using Crm.Headless.GraphQL.Querying;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Data;

/// <summary>Turns the nodes of a request into LINQ, and EF Core's rows into pages.</summary>
sealed class Reads<T> : Reads where T : class
{
    public override async Task<IReadOnlyList<QueryPage>> RunAsync(QueryRequest request, ReadContext context, CancellationToken ct)
    {
        if (request.Parents is { Keys.Count: 0 })
            return [];
        if (request.Cardinality == Cardinality.One)
            return await OneAsync(request, context, ct);
        var pages = request.WantsRows
            ? await PagesAsync(request, context, ct)
            : [.. Enumerable.Repeat(QueryPage.Empty, request.Parents?.Keys.Count ?? 1)];
        return request.WantsTotalCount ? await CountedAsync(request, pages, context, ct) : pages;
    }

    static async Task<IReadOnlyList<QueryPage>> OneAsync(QueryRequest request, ReadContext context, CancellationToken ct)
    {
        var rows = Filtered(request, context);
        if (request.Parents is not { } parents)
            return [Single(await ListAsync(rows, SqlLiteral.Take(rows.Source, rows.Element, 2), [], request, context, ct))];
        rows.Where(element => ParentRows.IsChildOf(parents, rows.Entity(element)));
        return ByParent(parents, await ListAsync(rows, rows.Source, [], request, context, ct), Single);
    }

    static QueryPage Single(IReadOnlyList<KeyedRow<T>> found) => found.Count switch
    {
        0 => QueryPage.Empty,
        1 => new QueryPage { Rows = [found[0].Row] },
        _ => throw new InvalidOperationException(
            $"More than one {typeof(T).Name} was found where the schema promises at most one. Make its key unique, or let the field return a list."),
    };

    static async Task<IReadOnlyList<QueryPage>> PagesAsync(QueryRequest request, ReadContext context, CancellationToken ct)
    {
        var rows = Filtered(request, context);
        var steps = SortStep.Of(request, rows, context);
        var secret = await context.Database.Installation.SecretAsync(Installation.CursorSecret, ct);
        var cursors = new CursorCode(secret, Fingerprint.Of(request, steps), request.Parents?.Keys.ToHashSet());
        var window = new Window(request, cursors);
        var bounds = window.Bounds().ToList();
        return request.Parents is { } parents
            ? ByParent(parents, await OfParentsAsync(rows, steps, parents, window, bounds, request, context, ct), window.Page)
            : [window.Page(await OfAllAsync(rows, steps, window, bounds, request, context, ct))];
    }

    static async Task<List<KeyedRow<T>>> OfParentsAsync(
        Rows rows, IReadOnlyList<SortStep> steps, ParentKeys parents, Window window, List<Bound> bounds, QueryRequest request, ReadContext context, CancellationToken ct)
    {
        foreach (var (position, backward) in bounds)
            rows.Where(element => Keyset.Behind(element, steps, position, backward));
        var first = new Rows(ParentRows.First(rows, steps, window.Backward, window.Take, parents, context), typeof(T), context);
        var again = SortStep.Of(request, first, context);
        return await ListAsync(first, Keyset.Order(first.Source, first.Element, again, window.Backward), again, request, context, ct);
    }

    static async Task<List<KeyedRow<T>>> OfAllAsync(
        Rows rows, IReadOnlyList<SortStep> steps, Window window, List<Bound> bounds, QueryRequest request, ReadContext context, CancellationToken ct)
    {
        var found = new List<KeyedRow<T>>();
        foreach (var stretch in Stretch.Of(request, steps, window.Backward))
        {
            if (found.Count >= window.Enough) break;
            if (!bounds.TrueForAll(bound => stretch.Reaches(bound.Position, bound.Backward))) continue;
            var part = rows.Copy();
            part.Where(stretch.Holds);
            foreach (var (position, backward) in bounds)
                part.Where(element => stretch.Behind(element, position, backward));
            var ordered = Keyset.Order(part.Source, part.Element, stretch.Steps, window.Backward);
            found.AddRange(await ListAsync(part, SqlLiteral.Take(ordered, part.Element, window.Take), steps, request, context, ct));
        }
        return found;
    }

    static async Task<IReadOnlyList<QueryPage>> CountedAsync(QueryRequest request, IReadOnlyList<QueryPage> pages, ReadContext context, CancellationToken ct)
    {
        var rows = new Rows(request.Source.Expression, typeof(T), context);
        if (request.Filter is not null)
            rows.Where(element => new Filter(context).Condition(request.Filter, rows, element));
        if (request.Parents is not { } parents)
            return [pages[0] with { TotalCount = await Query<T>(rows.Source, context).LongCountAsync(ct) }];

        rows.Where(element => ParentRows.IsChildOf(parents, rows.Entity(element)));
        var counts = await ParentCounts.ReadAsync(rows, parents, source => Query<ParentCount>(source, context), ct);
        return [.. pages.Select((page, i) => page with { TotalCount = counts.GetValueOrDefault(parents.Keys[i]) })];
    }

    static Rows Filtered(QueryRequest request, ReadContext context)
    {
        var rows = new Rows(request.Source.Expression, typeof(T), context);
        foreach (var sort in request.Sort)
            rows.Join(sort.Through);
        if (request.Filter is not null)
            rows.Where(element => new Filter(context).Condition(request.Filter, rows, element));
        return rows;
    }

    static Task<List<KeyedRow<T>>> ListAsync(
        Rows rows, Expression source, IReadOnlyList<SortStep> steps, QueryRequest request, ReadContext context, CancellationToken ct)
    {
        var element = Expression.Parameter(rows.Element, "row");
        var keyed = KeyedRow<T>.Make(
            Projection.Of(rows.Entity(element), request.Columns, context.Db.Model),
            steps.Select(step => step.Key(element)),
            request.Parents is null ? null : Expression.Property(rows.Entity(element), request.Parents.ChildKey));
        var select = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [rows.Element, typeof(KeyedRow<T>)],
            source, Expression.Quote(Expression.Lambda(keyed, element)));
        return Query<KeyedRow<T>>(select, context).ToListAsync(ct);
    }

    static IQueryable<TRow> Query<TRow>(Expression expression, ReadContext context)
        => ((IQueryable)context.Db.Set<Model.InstallationValue>()).Provider.CreateQuery<TRow>(expression);

    static IReadOnlyList<QueryPage> ByParent(ParentKeys parents, List<KeyedRow<T>> rows, Func<IReadOnlyList<KeyedRow<T>>, QueryPage> page)
    {
        var pages = rows.GroupBy(row => row.Parent!).ToDictionary(group => group.Key, group => page([.. group]));
        return [.. parents.Keys.Select(key => pages.TryGetValue(key, out var found) ? found : QueryPage.Empty)];
    }
}
