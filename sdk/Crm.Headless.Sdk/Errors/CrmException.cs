namespace Crm.Headless;

/// <summary>
/// An error that the client may see. On a mutation that declares it with <c>[Error&lt;T&gt;]</c> it stands in the payload's
/// <c>errors</c>; elsewhere it becomes an error of the field with its code.
/// </summary>
/// <param name="code">UPPER_SNAKE, in <c>extensions.code</c>.</param>
/// <param name="message">Names the thing, the cause and the remedy; holds no personal data of anybody else.</param>
public abstract class CrmException(string code, string message) : Exception(message)
{
    /// <summary>UPPER_SNAKE.</summary>
    public string Code { get; } = code;
}
