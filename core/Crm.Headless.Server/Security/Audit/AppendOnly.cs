namespace Crm.Headless.Server.Security.Audit;

/// <summary>
/// The triggers that refuse to change the log, whoever asks. Entries can go only when a retention covers their block, and a retention
/// is written down, in a table that can't be changed either, and in the log itself.
/// </summary>
static class AppendOnly
{
    const string Refusal = "The audit log is append-only.";

    const string IsRetained = """
        EXISTS (SELECT 1 FROM audit_retentions AS r JOIN audit_blocks AS b ON b.number = r.through_block
            WHERE OLD.transaction_id < b.last_transaction_id OR (OLD.transaction_id = b.last_transaction_id AND OLD.sequence <= b.last_sequence))
        """;

    /// <summary>REPLACE deletes without asking the triggers of DELETE, so taking the place of a row is refused as well.</summary>
    public static IEnumerable<string> Sqlite =>
    [
        Refuse("audit_entries", "UPDATE"),
        Refuse("audit_entries", "DELETE", $"NOT {IsRetained}"),
        Refuse("audit_entries", "INSERT", "EXISTS (SELECT 1 FROM audit_entries WHERE sequence = NEW.sequence)"),
        Refuse("audit_blocks", "UPDATE"),
        Refuse("audit_blocks", "DELETE"),
        // Of several nodes that seal the same block one does it, and the others see that they didn't.
        """
        CREATE TRIGGER audit_blocks_insert BEFORE INSERT ON audit_blocks WHEN EXISTS (SELECT 1 FROM audit_blocks WHERE number = NEW.number)
        BEGIN SELECT RAISE(IGNORE); END
        """,
        Refuse("audit_retentions", "UPDATE"),
        Refuse("audit_retentions", "DELETE"),
        Refuse("audit_retentions", "INSERT", "EXISTS (SELECT 1 FROM audit_retentions WHERE through_block = NEW.through_block)"),
    ];

    public static IEnumerable<string> PostgreSql =>
    [
        $$"""
        CREATE FUNCTION crm_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN RAISE EXCEPTION '{{Refusal}}' USING ERRCODE = 'integrity_constraint_violation'; END $body$
        """,
        $$"""
        CREATE FUNCTION crm_audit_retain() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF {{IsRetained}} THEN RETURN OLD; END IF;
            RAISE EXCEPTION '{{Refusal}}' USING ERRCODE = 'integrity_constraint_violation';
        END $body$
        """,
        "CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries FOR EACH ROW EXECUTE FUNCTION crm_audit_refuse()",
        "CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION crm_audit_retain()",
        "CREATE TRIGGER audit_blocks_change BEFORE UPDATE OR DELETE ON audit_blocks FOR EACH ROW EXECUTE FUNCTION crm_audit_refuse()",
        "CREATE TRIGGER audit_retentions_change BEFORE UPDATE OR DELETE ON audit_retentions FOR EACH ROW EXECUTE FUNCTION crm_audit_refuse()",
        .. from table in new[] { "audit_entries", "audit_blocks", "audit_retentions" }
           select $"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION crm_audit_refuse()",
    ];

    static string Refuse(string table, string statement, string when = "true") => $"""
        CREATE TRIGGER {table}_{statement.ToLowerInvariant()} BEFORE {statement} ON {table} WHEN {when}
        BEGIN SELECT RAISE(ABORT, '{Refusal}'); END
        """;
}
