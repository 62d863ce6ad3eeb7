namespace Crm.Headless.GraphQL.Execution.Writing;

/// <summary>The map around the data (spec section 7.1): <c>errors</c> first where there are any, <c>extensions</c> last.</summary>
static class ResponseWriter
{
    // Errors come on top of the limit: an answer that may not be given must still be able to say so.
    const int Unlimited = int.MaxValue;

    public static ReadOnlySpan<byte> BeforeData => "{\"data\":"u8;

    /// <summary>Ends an answer that begins with <see cref="BeforeData"/>. Takes the buffer over.</summary>
    public static PooledBuffer Complete(
        PooledBuffer data, IReadOnlyList<GraphQLError> errors, IEnumerable<KeyValuePair<string, object?>> extensions)
    {
        if (errors.Count == 0) return End(data, extensions);
        using (data)
        {
            var whole = BeginWithErrors(errors);
            whole.Write(",\"data\":"u8);
            whole.Write(data.Written.Span[BeforeData.Length..]);
            return End(whole, extensions);
        }
    }

    /// <summary>A request error result (spec section 7.1.3): without data.</summary>
    public static PooledBuffer Refuse(IReadOnlyList<GraphQLError> errors, IEnumerable<KeyValuePair<string, object?>> extensions) =>
        End(BeginWithErrors(errors), extensions);

    /// <summary>Nothing of the data could be given.</summary>
    public static PooledBuffer Abort(GraphQLError error, IEnumerable<KeyValuePair<string, object?>> extensions)
    {
        var whole = BeginWithErrors([error]);
        whole.Write(",\"data\":null"u8);
        return End(whole, extensions);
    }

    static PooledBuffer BeginWithErrors(IReadOnlyList<GraphQLError> errors)
    {
        var whole = new PooledBuffer(Unlimited);
        whole.Write("{\"errors\":"u8);
        using var output = new JsonOutput(whole);
        ErrorWriter.Write(output.Writer, errors);
        output.Flush();
        return whole;
    }

    static PooledBuffer End(PooledBuffer whole, IEnumerable<KeyValuePair<string, object?>> extensions)
    {
        using var entries = extensions.GetEnumerator();
        if (entries.MoveNext())
        {
            whole.Write(",\"extensions\":"u8);
            using var output = new JsonOutput(whole);
            output.Writer.WriteStartObject();
            do
            {
                output.Writer.WritePropertyName(entries.Current.Key);
                JsonValue.Write(output.Writer, entries.Current.Value);
            }
            while (entries.MoveNext());
            output.Writer.WriteEndObject();
            output.Flush();
        }
        whole.Write("}"u8);
        return whole;
    }
}
