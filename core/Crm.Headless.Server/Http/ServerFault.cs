using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.Server.Http;

/// <summary>A failure outside of any field: logged once under a reference, which is all that the client learns.</summary>
internal static class ServerFault
{
    public static GraphQLError Report(ILogger logger, Exception fault)
    {
        var reference = Guid.NewGuid().ToString("n")[..12];
        logger.LogError(fault, "The request failed; reference {Reference}.", reference);
        return new GraphQLError($"The server failed. Its log says why under the reference {reference}.")
        {
            Code = ErrorCodes.InternalError,
            Extensions = new Dictionary<string, object?> { ["reference"] = reference },
        };
    }
}
