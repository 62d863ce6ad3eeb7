using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Data.Sensitive;

/// <summary>
/// Encrypts what stood in columns before they were sensitive: rows that have no hash yet. Done before a generation serves, in small steps:
/// when the process dies, the next start goes on, and several nodes can do it side by side.
/// </summary>
static class PlainTexts
{
    public static async Task EncryptAsync(CrmContexts contexts, DataProtector protector, CancellationToken ct)
    {
        var columns = contexts.SensitiveColumns();
        await ProtectedColumns.RememberAsync(contexts.Database, columns, ct);
        foreach (var column in columns)
        {
            var rows = new ProtectedRows(contexts.Database, column);
            while (await rows.ReadPlainAsync(ct) is { Count: > 0 } plain)
                await rows.WriteAsync([.. plain.Select(row => Encrypt(row, column, protector))], ct);
        }
    }

    static (ProtectedRow, object, object?) Encrypt(ProtectedRow row, ProtectedColumn column, DataProtector protector)
    {
        var text = (string)row.Value;
        return (row, protector.Protect(text, column.Purpose), LookupHash.Of(text, protector, column.Purpose));
    }
}
