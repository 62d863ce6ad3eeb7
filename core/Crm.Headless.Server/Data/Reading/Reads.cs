using System.Runtime.CompilerServices;
using Crm.Headless.GraphQL.Querying;

namespace Crm.Headless.Server.Data;

/// <summary>What a read needs besides its request.</summary>
sealed record ReadContext(CrmDb Db, Database Database, IServiceProvider Services);

/// <summary>Runs reads of one type of row.</summary>
abstract class Reads
{
    static readonly ConditionalWeakTable<Type, Reads> ByType = [];

    /// <summary>Weakly kept, because the type may be a plugin's.</summary>
    public static Reads Of(Type row)
        => ByType.GetValue(row, static type => (Reads)Activator.CreateInstance(typeof(Reads<>).MakeGenericType(type))!);

    public abstract Task<IReadOnlyList<QueryPage>> RunAsync(QueryRequest request, ReadContext context, CancellationToken ct);
}
