namespace Crm.Headless.Loyalty;

/// <summary>The triggers that refuse to change the ledger, whoever asks.</summary>
static class AppendOnly
{
    const string Refusal = "The loyalty ledger is append-only. Book a transaction that reverses the wrong one.";

    static readonly string[] Tables = ["loyalty_transactions", "loyalty_movements"];

    /// <summary>REPLACE deletes without asking the triggers of DELETE, so taking the place of a row is refused as well.</summary>
    public static IEnumerable<string> Sqlite =>
        from table in Tables
        from statement in (string[])["UPDATE", "DELETE", "INSERT"]
        let when = statement == "INSERT" ? $"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)" : "true"
        select $"""
            CREATE TRIGGER {table}_{statement.ToLowerInvariant()} BEFORE {statement} ON {table} WHEN {when}
            BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;
            """;

    public static IEnumerable<string> PostgreSql =>
    [
        $$"""
        CREATE FUNCTION loyalty_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN RAISE EXCEPTION '{{Refusal}}' USING ERRCODE = 'integrity_constraint_violation'; END $body$
        """,
        .. from table in Tables
           from statement in (string[])["CREATE TRIGGER {0}_change BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW",
               "CREATE TRIGGER {0}_truncate BEFORE TRUNCATE ON {0} FOR EACH STATEMENT"]
           select $"{string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, table)} EXECUTE FUNCTION loyalty_refuse()",
    ];

    public const string DropPostgreSql = "DROP FUNCTION loyalty_refuse()";
}
