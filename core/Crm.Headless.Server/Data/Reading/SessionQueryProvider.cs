using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Runs what a resolver reads through an <c>IQueryable</c> of its own in the request's snapshot and in its turn: resolvers of a level run
/// side by side, and a context takes one statement at a time.
/// </summary>
internal sealed class SessionQueryProvider(IQueryCompiler compiler, ICurrentDbContext current) : EntityQueryProvider(compiler)
{
    /// <summary>Null: whoever reads has the context for himself.</summary>
    ReadSession? Session => current.Context is CrmDb { Session: { HasTurn: false } session } ? session : null;

    public override TResult Execute<TResult>(Expression expression)
    {
        if (Session is not { } session) return base.Execute<TResult>(expression);
        using var turn = session.TakeTurnAsync(CancellationToken.None).GetAwaiter().GetResult();
        var result = base.Execute<TResult>(expression);
        return Shape<TResult>.Buffer is { } buffer ? buffer(result) : result;
    }

    public override TResult ExecuteAsync<TResult>(Expression expression, CancellationToken cancellationToken = default) =>
        Session is { } session && Shape<TResult>.RunInTurn is { } run
            ? run(this, session, expression, cancellationToken)
            : base.ExecuteAsync<TResult>(expression, cancellationToken);

    async Task<T> OneAsync<T>(ReadSession session, Expression expression, CancellationToken ct)
    {
        using var turn = await session.TakeTurnAsync(ct);
        return await SqliteInterrupt.AwaitAsync(new ValueTask<T>(base.ExecuteAsync<Task<T>>(expression, ct)), ct);
    }

    async IAsyncEnumerable<T> ManyAsync<T>(ReadSession session, Expression expression, [EnumeratorCancellation] CancellationToken ct)
    {
        using var turn = await session.TakeTurnAsync(ct);
        await using var rows = base.ExecuteAsync<IAsyncEnumerable<T>>(expression, ct).GetAsyncEnumerator(ct);
        while (await SqliteInterrupt.AwaitAsync(rows.MoveNextAsync(), ct)) yield return rows.Current;
    }

    static IEnumerable<T> Buffer<T>(IEnumerable<T> rows) => [.. rows];

    /// <summary>What to do with a kind of result, found once per kind: EF asks for a task, an async sequence, a sequence or a value.</summary>
    static class Shape<TResult>
    {
        public static Func<SessionQueryProvider, ReadSession, Expression, CancellationToken, TResult>? RunInTurn { get; } =
            Bind<Func<SessionQueryProvider, ReadSession, Expression, CancellationToken, TResult>>(typeof(Task<>), nameof(OneAsync))
            ?? Bind<Func<SessionQueryProvider, ReadSession, Expression, CancellationToken, TResult>>(typeof(IAsyncEnumerable<>), nameof(ManyAsync));

        public static Func<TResult, TResult>? Buffer { get; } = Bind<Func<TResult, TResult>>(typeof(IEnumerable<>), nameof(SessionQueryProvider.Buffer));

        static TDelegate? Bind<TDelegate>(Type kind, string method) where TDelegate : Delegate =>
            typeof(TResult).IsGenericType && typeof(TResult).GetGenericTypeDefinition() == kind
                ? typeof(SessionQueryProvider).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)!
                    .MakeGenericMethod(typeof(TResult).GetGenericArguments()).CreateDelegate<TDelegate>()
                : null;
    }
}
