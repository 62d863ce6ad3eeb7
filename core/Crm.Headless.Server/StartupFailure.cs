using System.Data.Common;
using System.Net.Sockets;
using Crm.Headless.Server.Data;
using Microsoft.AspNetCore.Connections;

namespace Crm.Headless.Server;

/// <summary>Turns what can go wrong outside of the program into words for the person at the console.</summary>
internal static class StartupFailure
{
    /// <summary>Null: it is a bug, and should be seen as one.</summary>
    public static string? Explain(Exception failure) => failure switch
    {
        StartupException or DatabaseSettingException or DatabaseUnreachableException or MigrationFailedException => failure.Message,
        IOException { InnerException: AddressInUseException } =>
            $"{failure.Message.TrimEnd('.')}. Stop the other program, or listen elsewhere: ASPNETCORE_URLS=http://localhost:5081",
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            $"The address can't be listened on: {failure.Message}. Choose a port above 1023 in ASPNETCORE_URLS, or give the user the right.",
        DbException => $"The database can't be used: {failure.Message} Check ConnectionStrings:Crm and that the file or server is there.",
        UnauthorizedAccessException => $"{failure.Message} Give the user that runs the program the right to, or choose another place.",
        IOException => failure.Message,
        _ => null,
    };
}
