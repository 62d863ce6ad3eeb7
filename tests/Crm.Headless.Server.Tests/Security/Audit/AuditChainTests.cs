using System.Data.Common;
using System.Text.Json;
using Crm.Headless.Server.Security.Audit;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Tests.Security;

public sealed class AuditChainTests
{
    /// <summary>Nothing is sealed by itself: the tests do it.</summary>
    static readonly Dictionary<string, string?> Still = new() { ["Crm:Audit:SealInterval"] = "1.00:00:00" };

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_was_sealed_is_intact(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        await WriteAndSealAsync(host);
        await WriteAndSealAsync(host);

        var result = await VerifyAsync(host);

        Assert.True(result.GetProperty("isIntact").GetBoolean(), result.ToString());
        Assert.True(result.GetProperty("blocks").GetInt64() >= 2);
        Assert.True(result.GetProperty("entries").GetInt64() >= 6);
        var blocks = (await host.QueryAsync("{ auditBlocks { nodes { number count hash } } }")).Nodes("auditBlocks");
        Assert.Equal(result.Text("hash"), blocks[0].Text("hash"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_changed_column_of_an_entry_is_found_and_named(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        await WriteAndSealAsync(host);
        await WriteAndSealAsync(host);
        var victim = await host.Database.ScalarAsync("SELECT min(sequence) + 1 FROM audit_entries");
        await host.Database.ExecuteAsync($"CREATE TABLE kept AS SELECT * FROM audit_entries WHERE sequence = {victim}");

        foreach (var change in Changes(kind))
        {
            await UnlockAsync(host, $"UPDATE audit_entries SET {change} WHERE sequence = {victim}");
            await AssertBrokenAsync(host, 1, victim, "was changed", change);
            await UnlockAsync(host, $"DELETE FROM audit_entries WHERE sequence = {victim}; INSERT INTO audit_entries SELECT * FROM kept");
            Assert.True((await VerifyAsync(host)).GetProperty("isIntact").GetBoolean(), change);
        }
    }

    /// <summary>One of each column.</summary>
    static string[] Changes(DatabaseKind kind)
    {
        var (later, id) = kind == DatabaseKind.Sqlite
            ? ("at + 1", "x'00112233445566778899aabbccddeeff'")
            : ("at + interval '1 microsecond'", "'00112233-4455-6677-8899-aabbccddeeff'");
        return
        [
            "actor = 'x'", $"at = {later}", "kind = 'SIGN_IN'", "actor_kind = null", $"client_id = {id}", $"user_id = {id}", $"contact_id = {id}",
            "operation = 'y'", "change = 'DELETED'", "record_kind = 'Unit'", "record_id = null", "changes = '{}'", "detail = ''", "count = 2",
        ];
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_removed_entry_is_found_and_named(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        await WriteAndSealAsync(host);
        var victim = await host.Database.ScalarAsync("SELECT min(sequence) + 1 FROM audit_entries");
        await UnlockAsync(host, $"DELETE FROM audit_entries WHERE sequence = {victim}");
        await AssertBrokenAsync(host, 1, victim, "is missing");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_inserted_entry_is_found_and_named(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        await WriteAndSealAsync(host);
        await UnlockAsync(host, "INSERT INTO audit_entries (sequence, transaction_id, at, kind, actor, count) SELECT -7, min(transaction_id), min(at), 'WRITE', 'x', 1 FROM audit_entries");
        await AssertBrokenAsync(host, 1, -7, "was inserted");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_missing_or_changed_block_is_found_and_named(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        for (var i = 0; i < 3; i++) await WriteAndSealAsync(host);
        await UnlockAsync(host, "UPDATE audit_blocks SET count = count + 1 WHERE number = 3");
        await AssertBrokenAsync(host, 3, null, "was changed");
        await UnlockAsync(host, "UPDATE audit_blocks SET hash = (SELECT hash FROM audit_blocks WHERE number = 1) WHERE number = 2");
        await AssertBrokenAsync(host, 2, null, "was not sealed by this installation");
        await UnlockAsync(host, "DELETE FROM audit_blocks WHERE number = 2");
        await AssertBrokenAsync(host, 2, null, "is missing");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_database_itself_refuses_to_change_the_log(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        await WriteAndSealAsync(host);
        var before = await host.Database.DumpAsync("audit_entries");
        string[] own = kind == DatabaseKind.Sqlite
            ? ["REPLACE INTO audit_entries (sequence, transaction_id, at, kind, actor, count) SELECT min(sequence), 0, 0, 'WRITE', 'x', 1 FROM audit_entries"]
            : ["TRUNCATE audit_entries", "TRUNCATE audit_blocks"];
        string[] any =
        [
            "UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries", "UPDATE audit_blocks SET count = 1", "DELETE FROM audit_blocks",
        ];

        foreach (var sql in any.Concat(own))
        {
            var refusal = await Assert.ThrowsAnyAsync<DbException>(() => host.Database.ExecuteAsync(sql));
            Assert.Contains("append-only", refusal.Message);
        }

        Assert.Equal(before, await host.Database.DumpAsync("audit_entries"));
        Assert.True((await VerifyAsync(host)).GetProperty("isIntact").GetBoolean());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Nodes_that_seal_at_once_make_one_chain(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        await using var other = await CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, SharedDatabase = host.Database, Settings = Still });
        host.Clock.SetToHalfPast();
        other.Clock.SetToHalfPast();
        var writing = Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? host : other).ChangeAsync("createAccount", new { name = $"A{i}" }, "account { id }")));
        while (!writing.IsCompleted) await Task.WhenAll(Enumerable.Range(0, 4).Select(i => SealAsync(i % 2 == 0 ? host : other)));
        await writing;
        await host.AuditWhenThereIsAsync("SIGN_IN", 2); // Of both nodes: nothing is written down later than this.
        await SealAllAsync(host);

        var result = await VerifyAsync(host);

        Assert.True(result.GetProperty("isIntact").GetBoolean(), result.ToString());
        Assert.Equal(await host.AuditCountAsync(), result.GetProperty("entries").GetInt64());
        Assert.Equal(result.GetProperty("blocks").GetInt64(), await host.Database.ScalarAsync("SELECT max(number) FROM audit_blocks"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Retention_removes_old_entries_and_keeps_their_blocks_as_anchors(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, Settings = new Dictionary<string, string?>(Still) { ["Crm:Audit:RetentionDays"] = "30" } });
        await WriteAndSealAsync(host);
        // Mostly one, but other transactions of the cluster may hold back a part.
        var blocks = await host.Database.ScalarAsync("SELECT max(number) FROM audit_blocks");
        var last = await host.Database.ScalarAsync("SELECT max(last_sequence) FROM audit_blocks");
        host.Clock.Advance(TimeSpan.FromDays(31));
        await WriteAndSealAsync(host);

        await host.Services.GetRequiredService<AuditRetainer>().RetainAsync(default);
        await SealAllAsync(host);

        Assert.Equal(0, await host.Database.ScalarAsync($"SELECT count(*) FROM audit_entries WHERE sequence <= {last}"));
        Assert.NotEqual(0, await host.Database.ScalarAsync($"SELECT count(*) FROM audit_entries WHERE sequence > {last}"));
        var result = await VerifyAsync(host);
        Assert.True(result.GetProperty("isIntact").GetBoolean(), result.ToString());
        Assert.Equal(blocks, result.GetProperty("anchorsThrough").GetInt64());
        Assert.Single(await host.AuditOfKindAsync("RETENTION"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_retention_that_somebody_made_up_does_not_hide_what_he_removed(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        await WriteAndSealAsync(host);
        var time = kind == DatabaseKind.Sqlite ? "1" : "now()";
        await host.Database.ExecuteAsync($"INSERT INTO audit_retentions (through_block, older_than, at, seal) VALUES (1, {time}, {time}, 'x')");
        await host.Database.ExecuteAsync("DELETE FROM audit_entries WHERE sequence <= (SELECT min(last_sequence) FROM audit_blocks)");
        await AssertBrokenAsync(host, 1, null, "not written by this installation");
    }

    static Task<CrmTestHost> StartAsync(DatabaseKind kind) => CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, Settings = Still });

    static async Task WriteAndSealAsync(CrmTestHost host)
    {
        for (var i = 0; i < 3; i++)
        {
            var account = await host.ChangeAsync("createAccount", new { name = "Acme" }, "account { id }");
            await host.ChangeAsync("archiveAccount", new { id = account.Id() }, "account { id }");
        }
        await SealAllAsync(host);
    }

    /// <summary>On PostgreSQL another database's transaction may hold the settled ones back for a moment.</summary>
    static async Task SealAllAsync(CrmTestHost host)
    {
        await host.Services.GetRequiredService<AuditFlush>().FlushAsync(all: true);
        do
        {
            await SealAsync(host);
        }
        while (await host.Database.ScalarAsync(
            "SELECT count(*) FROM audit_entries WHERE sequence > coalesce((SELECT max(last_sequence) FROM audit_blocks), 0)") > 0);
    }

    static async Task SealAsync(CrmTestHost host) => await host.Services.GetRequiredService<BlockSealer>().SealNextAsync(default);

    static async Task<JsonElement> VerifyAsync(CrmTestHost host) =>
        (await host.QueryAsync("{ auditVerify { isIntact blocks entries anchorsThrough brokenBlock brokenEntry problem hash } }")).GetProperty("auditVerify");

    /// <param name="block">Of an entry that is named, the block that holds it: on PostgreSQL a moment's entries may be sealed in two.</param>
    /// <param name="change">What was done.</param>
    static async Task AssertBrokenAsync(CrmTestHost host, long block, long? entry, string problem, string change = "")
    {
        if (entry is not null)
            block = await host.Database.ScalarAsync(
                $"SELECT coalesce((SELECT min(number) FROM audit_blocks WHERE last_sequence >= {entry}), {block})");
        var result = await VerifyAsync(host);
        Assert.False(result.GetProperty("isIntact").GetBoolean(), $"{change}: {result}");
        Assert.Contains(problem, result.Text("problem"));
        Assert.Equal(block, result.GetProperty("brokenBlock").GetInt64());
        if (entry is not null) Assert.Equal(entry, result.GetProperty("brokenEntry").GetInt64());
    }

    /// <summary>Does what an administrator of the database can, who switches the triggers off.</summary>
    static async Task UnlockAsync(CrmTestHost host, string sql)
    {
        if (host.Database.Kind == DatabaseKind.PostgreSql)
        {
            await host.Database.ExecuteAsync($"SET session_replication_role = replica; {sql}; SET session_replication_role = origin");
            return;
        }
        foreach (var trigger in new[] { "entries_update", "entries_delete", "entries_insert", "blocks_update", "blocks_delete" })
            await host.Database.ExecuteAsync($"DROP TRIGGER IF EXISTS audit_{trigger}");
        await host.Database.ExecuteAsync(sql);
    }
}
