using System.Text;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.ClientOperations;

/// <summary>What a client registers of the operations that it sends.</summary>
sealed class OperationRegistry(GraphQLSchema schema, Writer writer, Actor actor, TimeProvider clock)
{
    const int MostOfClient = 1_000, MostAtOnce = 100, LongestDocument = 100_000;

    /// <summary>Adds them, in the place of those with the same names.</summary>
    public Task<IReadOnlyList<RegisteredOperation>> RegisterAsync(IReadOnlyList<OperationDocumentInput> operations, CancellationToken ct)
    {
        Limit.Check(operations.Count, MostAtOnce, FieldPath.Input["operations"]);
        var executor = new RequestExecutor(SchemaView.Of(schema, actor.Principal.Access), new());
        var named = operations.Select((given, i) => Read(executor, given, FieldPath.Input["operations"][i])).ToList();
        return writer.CommitAsync<IReadOnlyList<RegisteredOperation>>(async (db, ct) =>
        {
            var there = await Own(db).AsTracking().ToDictionaryAsync(row => row.Name, ct);
            Limit.Check(there.Keys.Union(named.Select(given => given.Name)).Count(), MostOfClient, FieldPath.Input["operations"]);
            return [.. named.DistinctBy(given => given.Name).Select(given => Put(db, there, given.Name, given.Document))];
        }, ct);
    }

    /// <returns>How many there were.</returns>
    public Task<int> UnregisterAsync(IReadOnlyList<string> names, CancellationToken ct) => writer.CommitAsync(async (db, ct) =>
    {
        var rows = await Own(db).AsTracking().Where(row => EF.Parameter(names).Contains(row.Name)).ToListAsync(ct);
        db.RemoveRange(rows);
        return rows.Count;
    }, ct);

    RegisteredOperation Put(CrmDb db, Dictionary<string, RegisteredOperation> there, string name, string document)
    {
        if (!there.TryGetValue(name, out var row))
            db.Add(row = new() { Id = Guid.CreateVersion7(clock.GetUtcNow()), ClientId = actor.Principal.ClientId, Client = actor.Client, Name = name });
        (row.Document, row.RegisteredAt) = (document, clock.Now());
        return row;
    }

    IQueryable<RegisteredOperation> Own(CrmDb db)
    {
        var client = actor.Client;
        return db.Set<RegisteredOperation>().Where(row => row.Client == client);
    }

    /// <summary>It has to be valid for whoever registers it: what doesn't exist for him he can't send.</summary>
    static OperationDocumentInput Read(RequestExecutor executor, OperationDocumentInput given, FieldPath at)
    {
        if (given.Document.Length > LongestDocument) throw new OperationInvalidException(at["document"], [$"It has more than {LongestDocument:N0} characters."]);
        try
        {
            executor.Prepare(Encoding.UTF8.GetBytes(given.Document), given.Name);
            return given;
        }
        catch (GraphQLException invalid)
        {
            throw new OperationInvalidException(at["document"], [.. invalid.Errors.Select(error => error.Message)]);
        }
    }
}

/// <summary>An operation isn't valid for whoever registers it.</summary>
sealed class OperationInvalidException(FieldPath field, IReadOnlyList<string> problems)
    : InputException("OPERATION_INVALID", field, string.Join(" ", problems))
{
    /// <summary>What is wrong with it, as a request with it would be told.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
