using System.Collections;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Data;

/// <summary>Keys as a table of the query, sent as one parameter: an array on PostgreSQL, JSON on SQLite.</summary>
static class KeyList
{
    public static Expression Of(IEnumerable<object> keys, Type type, ReadContext context)
    {
        var list = (KeyTable)Activator.CreateInstance(typeof(KeyTable<>).MakeGenericType(type))!;
        return list.Query(context, keys.Distinct());
    }

    abstract class KeyTable
    {
        public abstract Expression Query(ReadContext context, IEnumerable<object> keys);
    }

    sealed class KeyTable<T> : KeyTable
    {
        const string PostgreSql = "SELECT key AS \"Value\" FROM unnest({0}) AS key";
        const string Sqlite = "SELECT value AS \"Value\" FROM json_each({0})";
        const string SqliteIds = "SELECT unhex(value) AS \"Value\" FROM json_each({0})";

        public override Expression Query(ReadContext context, IEnumerable<object> keys) => context.Database.Provider == DatabaseProvider.PostgreSql
            ? context.Db.Database.SqlQueryRaw<T>(PostgreSql, (object)keys.Cast<T>().ToArray()).Expression
            : context.Db.Database.SqlQueryRaw<T>(typeof(T) == typeof(Guid) ? SqliteIds : Sqlite, Json(keys)).Expression;

        static string Json(IEnumerable keys) => JsonSerializer.Serialize(
            keys.Cast<object>().Select(key => key is Guid id ? Convert.ToHexString(id.ToByteArray(bigEndian: true)) : key));
    }
}
