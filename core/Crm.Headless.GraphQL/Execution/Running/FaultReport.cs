using System.Security.Cryptography;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>
/// What the client learns of a failure: the errors of a <see cref="GraphQLException"/>, what the host says of its own exceptions, that
/// time is over, or a reference to a log entry. Each exception is reported once, however many positions it nulls.
/// </summary>
/// <param name="isOver">Whether the run is: only then does a cancellation mean that time was short.</param>
sealed class FaultReport(ExecutorOptions options, Func<bool> isOver)
{
    readonly Dictionary<Exception, IReadOnlyList<GraphQLError>> _known = new(ReferenceEqualityComparer.Instance);

    /// <param name="field">Null outside of a field.</param>
    public IReadOnlyList<GraphQLError> ErrorsOf(Exception failure, Field? field)
    {
        lock (_known)
        {
            if (!_known.TryGetValue(failure, out var errors)) _known.Add(failure, errors = Describe(failure, field));
            return errors;
        }
    }

    /// <summary>Whether it was thrown for the client to see, and is no fault of the code that threw it.</summary>
    public bool IsExpected(Exception failure) => failure is GraphQLException or CoercionException || Intended(failure) is not null;

    IReadOnlyList<GraphQLError> Describe(Exception failure, Field? field) => failure is PluginFailedException { Cause: var cause, Plugin: var plugin }
        ? Describe(cause, field, plugin)
        : Describe(failure, field, field?.Owner);

    IReadOnlyList<GraphQLError> Describe(Exception failure, Field? field, Owner? owner) => failure switch
    {
        GraphQLException { Errors.Count: > 0 } expected => [.. expected.Errors.Select(error => WithOwner(error, owner))],
        CoercionException refused => [WithOwner(new(refused.Message), owner)],
        PluginRefusedException refused => [WithOwner(new(failure.Message) { Code = ErrorCodes.PluginUnavailable }, refused.Plugin)],
        PluginTimeoutException late => [Reported(failure, field, late.Plugin, ErrorCodes.PluginTimeout, failure.Message)],
        _ when failure is TimeoutException || failure is OperationCanceledException && isOver() => [WithOwner(new(
            $"The request took longer than {options.MaxRunTime.TotalSeconds:0.#} s, or something it waited for did. "
            + "Ask for less, or try again.")
            { Code = ErrorCodes.Timeout }, owner)],
        _ when Intended(failure) is { } errors => [.. errors.Select(error => WithOwner(error, owner))],
        _ => [Reported(failure, field, owner, ErrorCodes.InternalError, "Unexpected error.")],
    };

    /// <summary>Of one of the host's own exceptions, or of an aggregate of nothing else.</summary>
    List<GraphQLError>? Intended(Exception failure)
    {
        IReadOnlyList<Exception> parts = failure is AggregateException several ? several.Flatten().InnerExceptions : [failure];
        var errors = parts.Select(options.ErrorOf).OfType<GraphQLError>().ToList();
        return errors.Count > 0 && errors.Count == parts.Count ? errors : null;
    }

    GraphQLError Reported(Exception failure, Field? field, Owner? owner, string code, string message)
    {
        var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        options.ReportFault(failure, field, reference);
        return WithOwner(new($"{message} It is logged under the reference {reference}.")
        {
            Code = code,
            Extensions = new Dictionary<string, object?> { ["reference"] = reference },
        }, owner);
    }

    /// <summary>The same, naming the plugin; core isn't named.</summary>
    public static GraphQLError WithOwner(GraphQLError error, Owner? owner)
    {
        if (owner is null || owner.IsCore) return error;
        var given = error.Extensions ?? new Dictionary<string, object?>();
        return error with { Extensions = new Dictionary<string, object?>(given) { ["plugin"] = owner.Id } };
    }
}
