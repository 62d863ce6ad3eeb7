namespace Crm.Headless.Server.Data;

internal enum DatabaseProvider { Sqlite, PostgreSql }
