using System.Text;

namespace Crm.Headless.Server.Faults;

/// <summary>Stands for an exception where it is written down: with its types and its stack, without what it says.</summary>
sealed class DiscreetException(Exception fault) : Exception(FaultText.Of(fault))
{
    public override string? StackTrace => fault.StackTrace;

    public override string ToString() => Write(new StringBuilder(), fault).ToString();

    static StringBuilder Write(StringBuilder text, Exception fault)
    {
        text.Append(fault.GetType().FullName).Append(" (").Append(FaultText.Of(fault)).Append(')');
        IEnumerable<Exception> causes = fault is AggregateException many ? many.InnerExceptions : fault.InnerException is { } one ? [one] : [];
        foreach (var cause in causes) Write(text.AppendLine().Append(" ---> "), cause).AppendLine().Append("   --- End of inner exception ---");
        return fault.StackTrace is { } stack ? text.AppendLine().Append(stack) : text;
    }
}
