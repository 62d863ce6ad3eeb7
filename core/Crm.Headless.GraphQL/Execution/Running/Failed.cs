namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>
/// Stands where a resolver threw instead of giving a value. An exception alone can't: some fields return exceptions (the errors of a
/// mutation's payload).
/// </summary>
sealed class Failed(Exception cause)
{
    public Exception Cause => cause;

    /// <param name="result">This, or an exception that was given as a result.</param>
    public static Exception CauseOf(object result) => result is Failed failed ? failed.Cause : (Exception)result;
}
