using System.Buffers;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Http.Sockets;
using Crm.Headless.Server.Security;
using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Http;

/// <summary><c>/graphql</c>: GraphQL over HTTP, event streams, WebSockets, and the explorer for browsers.</summary>
internal sealed class GraphQLEndpoint(
    Authenticator authenticator, RequestReader reader, Operations operations, SchemaDocuments schemas, SocketEndpoint sockets, ExplorerPage explorer,
    ConnectionLimit connections, IHostApplicationLifetime lifetime, IOptions<GraphQLHttpOptions> options, TimeProvider time)
{
    public async Task HandleAsync(HttpContext http)
    {
        if (http.WebSockets.IsWebSocketRequest)
        {
            await sockets.HandleAsync(http);
            return;
        }
        var format = ResponseFormats.Choose(http.Request);
        try
        {
            CheckMethod(http.Request);
            await AnswerAsync(http, format ?? throw NotAcceptable());
        }
        catch (RefusedRequestException refused) when (!http.Response.HasStarted)
        {
            await ErrorAnswer.WriteAsync(http, refused, format ?? ResponseFormat.Json);
        }
    }

    async Task AnswerAsync(HttpContext http, ResponseFormat format)
    {
        if (format == ResponseFormat.Html)
        {
            await explorer.WriteAsync(http);
            return;
        }
        var ct = http.RequestAborted;
        var user = await authenticator.RequireAsync(http);
        var request = await reader.ReadAsync(http.Request, ct) with
        {
            CanStream = format == ResponseFormat.EventStream,
            ReportsCost = http.Request.Headers["GraphQL-Cost"] == "report",
        };
        http.Response.Headers[SchemaDocuments.HashHeader] = schemas.Current(user).Hash;
        if (format == ResponseFormat.EventStream) await StreamAsync(http, request, user);
        else await AnswerAsync(http, request, user, format);
    }

    async Task AnswerAsync(HttpContext http, OperationRequest request, CrmPrincipal user, ResponseFormat format)
    {
        try
        {
            if (request.IsBatch) await AnswerBatchAsync(http, request, user, format);
            else
                await foreach (var answer in operations.RunAsync(request, user, http.RequestAborted))
                    await JsonAnswer.WriteAsync(http, answer.Json, StatusOf(answer.HasData, format), format);
        }
        catch (GraphQLException refused)
        {
            await ErrorAnswer.WriteAsync(http, refused.Errors, StatusOf(hasData: false, format), format);
        }
    }

    /// <summary>A list of variables is answered with a list of responses, in the same order.</summary>
    async Task AnswerBatchAsync(HttpContext http, OperationRequest request, CrmPrincipal user, ResponseFormat format)
    {
        if (format == ResponseFormat.GraphQLResponse)
            throw NotAcceptable("A list of variables is answered with a list of responses. Accept application/json or text/event-stream.");
        var answers = new ArrayBufferWriter<byte>();
        await foreach (var answer in operations.RunAsync(request, user, http.RequestAborted))
        {
            answers.Write(answers.WrittenCount == 0 ? "["u8 : ","u8);
            answers.Write(answer.Json.Span);
        }
        answers.Write("]"u8);
        await JsonAnswer.WriteAsync(http, answers.WrittenMemory, StatusCodes.Status200OK, format);
    }

    /// <summary>What refuses the operation is told as an event too: a browser's EventSource can't read the body of a 400.</summary>
    async Task StreamAsync(HttpContext http, OperationRequest request, CrmPrincipal user)
    {
        using var place = connections.Take();
        var stream = new EventStreamAnswer(http, options.Value.HeartbeatInterval, time);
        try
        {
            await stream.WriteAsync(operations.RunAsync(request, user, http.RequestAborted), http.RequestAborted);
        }
        catch (GraphQLException refused)
        {
            await stream.NextAsync(ErrorAnswer.Json(refused.Errors), http.RequestAborted);
        }
        catch (RefusedRequestException refused)
        {
            await stream.NextAsync(ErrorAnswer.Json([new GraphQLError(refused.Message) { Code = refused.Code }]), http.RequestAborted);
        }
        if (!lifetime.ApplicationStopping.IsCancellationRequested) await stream.CompleteAsync(http.RequestAborted);
    }

    /// <summary>GraphQL over HTTP, section 6.4: a client that only knows application/json gets 200 for what GraphQL refuses.</summary>
    static int StatusOf(bool hasData, ResponseFormat format) =>
        hasData || format == ResponseFormat.Json ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;

    static void CheckMethod(HttpRequest request)
    {
        if (HttpMethods.IsPost(request.Method) || HttpMethods.IsGet(request.Method)) return;
        throw new RefusedRequestException(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", $"{request.Method} isn't supported. Send a POST, or a GET for a query.")
        {
            Header = ("Allow", "GET, POST"),
        };
    }

    static RefusedRequestException NotAcceptable(
        string message = "None of the accepted media types can be served. Accept application/graphql-response+json, application/json or text/event-stream.") =>
        new(StatusCodes.Status406NotAcceptable, "NOT_ACCEPTABLE", message);
}
