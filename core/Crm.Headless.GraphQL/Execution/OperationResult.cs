using Crm.Headless.GraphQL.Execution.Writing;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>An answer, ready to be sent. Disposing it gives its memory back; <see cref="Json"/> may not be used afterwards.</summary>
public sealed class OperationResult : IDisposable
{
    readonly PooledBuffer _buffer;

    internal OperationResult(PooledBuffer buffer, bool hasData, IReadOnlyList<GraphQLError> errors) =>
        (_buffer, HasData, Errors) = (buffer, hasData, errors);

    /// <summary>
    /// Whether there is a <c>data</c> entry, be it null; false: the request was refused before execution (spec section 7.1.3).
    /// </summary>
    public bool HasData { get; }
    public IReadOnlyList<GraphQLError> Errors { get; }

    /// <summary>The whole response as UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => _buffer.Written;

    /// <summary>A request error result.</summary>
    public static OperationResult FromErrors(IReadOnlyList<GraphQLError> errors) => FromErrors(errors, []);

    /// <summary>An answer whose data could not be given, such as the last one of a stream whose field is gone.</summary>
    public static OperationResult WithoutData(GraphQLError error) => new(ResponseWriter.Abort(error, []), hasData: true, [error]);

    internal static OperationResult FromErrors(IReadOnlyList<GraphQLError> errors, IEnumerable<KeyValuePair<string, object?>> extensions) =>
        new(ResponseWriter.Refuse(errors, extensions), hasData: false, errors);

    public void Dispose() => _buffer.Dispose();
}
