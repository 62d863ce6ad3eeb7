using System.Data.Common;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Tells what the database says from mistakes of ours. EF puts what may go away by itself, such as a lost connection, into an
/// <see cref="InvalidOperationException"/>.
/// </summary>
static class DatabaseFault
{
    public static bool Is(Exception? failure) => failure is not null && (failure is DbException or DatabaseUnreachableException || Is(failure.InnerException));
}
