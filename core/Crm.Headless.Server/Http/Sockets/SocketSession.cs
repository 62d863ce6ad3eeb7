using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Http.Sockets;

/// <summary>One client of graphql-transport-ws, from connection_init to the close frame.</summary>
internal sealed class SocketSession(
    SocketChannel channel, Operations operations, Authenticator authenticator, KeyWatch keys, GraphQLHttpOptions options, TimeProvider time,
    ILogger logger, CrmPrincipal? known, string address, Action onAuthenticated, Action onRefused)
{
    // Not disposed of: they have neither timer nor handle, and an operation's own end races with the client's "complete" and the close.
    readonly ConcurrentDictionary<string, CancellationTokenSource> _running = [];
    readonly ConcurrentDictionary<Task, bool> _tasks = [];
    WatchedKey? _key;
    CancellationTokenRegistration _whenReset;
    bool _initialising;
    volatile bool _stopping;

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await using var patience = time.CreateTimer(
                _ => CloseUninitialised(), null, options.ConnectionInitTimeout, Timeout.InfiniteTimeSpan);
            await using var stop = stopping.Register(() => Track(StopAsync()));
            await TalkAsync();
        }
        finally
        {
            await _whenReset.DisposeAsync();
            _key?.Dispose();
            foreach (var operation in _running.Values) await operation.CancelAsync();
            while (_tasks.Keys.FirstOrDefault() is { } task) await EndAsync(task);
        }
    }

    async Task TalkAsync()
    {
        try
        {
            while (await channel.ReadAsync(CancellationToken.None) is { } message)
                await HandleAsync(SocketMessage.Parse(message));
            await channel.AcknowledgeCloseAsync();
        }
        catch (SocketClosedException reason)
        {
            await channel.CloseAsync(reason);
            while (await DrainAsync()) { }
        }
    }

    /// <summary>What still comes after our close frame is ignored, until the client's own.</summary>
    async Task<bool> DrainAsync()
    {
        try
        {
            return await channel.ReadAsync(CancellationToken.None) is not null;
        }
        catch (SocketClosedException)
        {
            return true;
        }
    }

    Task HandleAsync(SocketMessage message) => channel.IsClosed ? Task.CompletedTask : message.Type switch
    {
        "connection_init" => InitialiseAsync(message.Payload),
        "ping" => channel.WriteAsync("pong", payload: message.Payload.ValueKind == JsonValueKind.Undefined ? null : Writing(message.Payload)),
        "subscribe" => SubscribeAsync(message.Id!, message.Payload),
        "complete" => CompleteAsync(message.Id!),
        _ => Task.CompletedTask, // pong
    };

    async Task InitialiseAsync(JsonElement payload)
    {
        if (_initialising) throw SocketClosedException.InitialisedTwice();
        _initialising = true;
        _key = keys.Watch(known ?? await SignInAsync(KeyOf(payload)));
        _whenReset = _key.Revoked.Register(() => Track(channel.CloseAsync(SocketClosedException.Forbidden())));
        onAuthenticated();
        channel.MaxMessageBytes = options.MaxSocketMessageBytes;
        await channel.WriteAsync("connection_ack");
    }

    async Task<CrmPrincipal> SignInAsync(string? authorization)
    {
        try
        {
            return await authenticator.FindAsync(authorization, address, CancellationToken.None) ?? throw SocketClosedException.Forbidden();
        }
        catch (RefusedRequestException)
        {
            onRefused();
            throw SocketClosedException.Forbidden();
        }
    }

    /// <summary>Browsers can't set headers on a WebSocket, so the key may come as <c>{"authorization": "Bearer ..."}</c>.</summary>
    static string? KeyOf(JsonElement payload) => payload.ValueKind != JsonValueKind.Object ? null : payload.EnumerateObject()
        .Where(member => member.Name.Equals("authorization", StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind == JsonValueKind.String)
        .Select(member => member.Value.GetString()).FirstOrDefault();

    Task SubscribeAsync(string id, JsonElement payload)
    {
        if (_key is not { User: var user }) throw SocketClosedException.Unauthorized();
        if (_running.ContainsKey(id)) throw SocketClosedException.Duplicate(id);
        if (_stopping) return Task.CompletedTask;
        if (_running.Count >= options.MaxOperationsPerSocket)
            return WriteErrorsAsync(id, [new GraphQLError(
                $"This connection has {_running.Count} operations already. Complete one, or open another connection.") { Code = "TOO_MANY_OPERATIONS" }]);
        var cancel = _running[id] = new CancellationTokenSource();
        Track(RunOperationAsync(id, payload, user, cancel));
        return Task.CompletedTask;
    }

    async Task RunOperationAsync(string id, JsonElement payload, CrmPrincipal user, CancellationTokenSource cancel)
    {
        await Task.Yield();
        var refusal = await AnswerAsync(id, payload, user, cancel.Token);
        if (!_running.TryRemove(KeyValuePair.Create(id, cancel))) return;
        if (refusal is not null) await WriteErrorsAsync(id, refusal);
        else if (!_stopping) await channel.WriteAsync("complete", id);
    }

    /// <summary>Sends the answers; returns the errors if the operation was refused. A subscription that ends with the server isn't complete.</summary>
    async Task<IReadOnlyList<GraphQLError>?> AnswerAsync(string id, JsonElement payload, CrmPrincipal user, CancellationToken ct)
    {
        try
        {
            if (!await authenticator.IsStillValidAsync(user, ct)) throw Authenticator.Refusal();
            var request = RequestJson.Read(payload, options.MaxVariableSets) with { CanStream = true };
            await foreach (var answer in operations.RunAsync(request, user, ct))
            {
                if (!answer.HasData) return answer.Errors;
                if (!ct.IsCancellationRequested) await channel.WriteAsync("next", id, buffer => buffer.Write(answer.Json.Span));
            }
            return null;
        }
        catch (GraphQLException refused)
        {
            return refused.Errors;
        }
        catch (RefusedRequestException refused) when (refused.Status == StatusCodes.Status401Unauthorized)
        {
            await channel.CloseAsync(SocketClosedException.Forbidden());
            return null;
        }
        catch (RefusedRequestException refused)
        {
            return [new GraphQLError(refused.Message) { Code = refused.Code }];
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault) // The boundary of an operation on a socket, where no middleware stands above.
        {
            return [ServerFault.Report(logger, fault)];
        }
    }

    async Task CompleteAsync(string id)
    {
        if (_running.TryRemove(id, out var operation)) await operation.CancelAsync();
    }

    Task WriteErrorsAsync(string id, IReadOnlyList<GraphQLError> errors) =>
        channel.WriteAsync("error", id, buffer => buffer.Write(ErrorAnswer.Array(errors)));

    static Action<IBufferWriter<byte>> Writing(JsonElement json) => buffer =>
    {
        using var writer = new Utf8JsonWriter(buffer);
        json.WriteTo(writer);
    };

    void CloseUninitialised()
    {
        if (!_initialising) Track(channel.CloseAsync(SocketClosedException.NotInitialised()));
    }

    /// <summary>Subscriptions end by themselves when the server stops; what else runs may finish, within a grace.</summary>
    async Task StopAsync()
    {
        _stopping = true;
        var patience = Task.Delay(options.ShutdownGrace, time);
        while (!_running.IsEmpty && !patience.IsCompleted) await Task.WhenAny(patience, Task.Delay(20));
        await channel.CloseAsync(SocketClosedException.Stopping());
    }

    async Task EndAsync(Task task)
    {
        await task;
        _tasks.TryRemove(task, out _);
    }

    void Track(Task task)
    {
        _tasks[task] = true;
        task.ContinueWith(done => _tasks.TryRemove(done, out _), TaskScheduler.Default);
    }
}
