using System.Net.Sockets;
using System.Text;
using Crm.Headless.Server.Events;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Crm.Headless.Server.Faults;

/// <summary>
/// What of an exception is kept in logs and tables: its types, its codes and where it came from. What it says is left out where it may quote
/// a value, for values are people's. <c>Crm:Faults:ShowMessages</c> shows all of it, for development.
/// </summary>
internal sealed class FaultText(IConfiguration configuration)
{
    public const string Setting = "Crm:Faults:ShowMessages";
    const int SqliteError = 1;

    readonly bool _showsMessages = configuration.GetValue(Setting, false);

    /// <summary>For a log.</summary>
    public Exception For(Exception fault) => _showsMessages || fault is DiscreetException ? fault : new DiscreetException(fault);

    /// <summary>In one line, with what caused it.</summary>
    public string Line(Exception fault) => _showsMessages ? $"{fault.GetType().Name}: {fault.Message}" : Causes(fault);

    /// <summary>What it is and, of what is known to quote nothing, what it says.</summary>
    public static string Of(Exception fault) => fault switch
    {
        CrmException refused => $"{NameOf(fault)} {refused.Code}",
        PostgresException refused => $"{NameOf(fault)} {refused.SqlState} {refused.ConstraintName ?? refused.TableName}".TrimEnd(),
        SqliteException { SqliteErrorCode: SqliteError } => $"{NameOf(fault)} {SqliteError}",
        NpgsqlException or SqliteException or SocketException or TimeoutException or OperationCanceledException or NullReferenceException
            or ObjectDisposedException or StartupException or UnreadableEventException => $"{NameOf(fault)}: {fault.Message}",
        _ => NameOf(fault),
    };

    static string Causes(Exception fault)
    {
        var text = new StringBuilder(Of(fault));
        for (var cause = fault.InnerException; cause is not null; cause = cause.InnerException) text.Append(" < ").Append(Of(cause));
        if (fault.StackTrace?.Split('\n', 2)[0].Trim() is { Length: > 0 } place) text.Append(' ').Append(place);
        return text.ToString();
    }

    static string NameOf(Exception fault) => fault.GetType().Name;
}
