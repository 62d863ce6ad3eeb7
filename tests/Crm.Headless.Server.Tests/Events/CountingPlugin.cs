using System.Collections.Concurrent;
using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Tests.Events;

/// <summary>What a plugin that counts interactions would be: two tables and a handler.</summary>
static class CountingPlugin
{
    public const string Id = "test.counting";

    public static ModelPart Model { get; } = new(Id, "counting_", model =>
    {
        model.Entity<Tally>(tally =>
        {
            tally.ToTable("counting_tallies");
            tally.HasKey(t => t.ContactId);
            tally.Property(t => t.Version).IsConcurrencyToken();
        });
        model.Entity<Entry>(entry =>
        {
            entry.ToTable("counting_entries");
            entry.HasIndex(e => e.Sequence).IsUnique();
        });
    });

    public static MigrationSet Migrations { get; } = new(Id, [typeof(CountingTables)]);
}

/// <summary>One per contact, with what was seen in the order of its coming.</summary>
sealed class Tally
{
    public Guid ContactId { get; set; }
    public int Count { get; set; }
    public string Seen { get; set; } = "";
    public int Version { get; set; }
}

/// <summary>One per event.</summary>
sealed class Entry
{
    public Guid Id { get; set; }
    public long Sequence { get; set; }
    public Guid ContactId { get; set; }
}

[Migration("20260101000000_counting_tables")]
sealed class CountingTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("counting_tallies", table => new
        {
            contact_id = table.Column<Guid>(),
            count = table.Column<int>(),
            seen = table.Column<string>(),
            version = table.Column<int>(),
        }, constraints: table => table.PrimaryKey("pk_counting_tallies", row => row.contact_id));
        migrationBuilder.CreateTable("counting_entries", table => new
        {
            id = table.Column<Guid>(),
            contact_id = table.Column<Guid>(),
            sequence = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("pk_counting_entries", row => row.id));
        migrationBuilder.CreateIndex("ix_counting_entries_sequence", "counting_entries", "sequence", unique: true);
    }
}

/// <summary>What a test wants to happen while events are handled; shared by the nodes of a test.</summary>
sealed class Script
{
    public ConcurrentQueue<Guid> Called { get; } = new();
    public Func<InteractionRecorded, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Ends <see cref="BlockForever"/>.</summary>
    public ManualResetEventSlim Release { get; } = new();

    /// <summary>Interactions, by their subject, that the handler fails on.</summary>
    public ConcurrentDictionary<string, bool> Poison { get; } = new();
}

sealed class CountRecorded(ICrmStore store, Script script) : IEventHandler<InteractionRecorded>
{
    public async Task HandleAsync(InteractionRecorded e, CancellationToken ct)
    {
        script.Called.Enqueue(e.Interaction.Id);
        await script.Before(e);
        var contactId = e.Interaction.ContactId!.Value;
        var tally = await store.FindAsync<Tally>(t => t.ContactId == contactId, ct);
        if (tally is null) store.Add(tally = new() { ContactId = contactId });
        tally.Count++;
        tally.Seen += e.Interaction.Subject + " ";
        store.Add(new Entry { Id = Guid.CreateVersion7(), Sequence = e.Sequence, ContactId = contactId });
        if (script.Poison.ContainsKey(e.Interaction.Subject!)) throw new FormatException($"{e.Interaction.Subject} can't be digested");
    }
}

/// <summary>Looks at its own rows as they are in the database: the rows of earlier events have to be there.</summary>
sealed class CountByReading(ICrmStore store) : IEventHandler<InteractionRecorded>
{
    public async Task HandleAsync(InteractionRecorded e, CancellationToken ct)
    {
        var contactId = e.Interaction.ContactId!.Value;
        var before = await store.Query<Entry>().CountAsync(entry => entry.ContactId == contactId, ct);
        store.Add(new Entry { Id = Guid.CreateVersion7(), Sequence = e.Sequence, ContactId = contactId });
        var tally = await store.FindAsync<Tally>(t => t.ContactId == contactId, ct);
        if (tally is null) store.Add(tally = new() { ContactId = contactId });
        tally.Count = before + 1;
    }
}

/// <summary>Neither yields nor listens to its token, until the test lets it go.</summary>
sealed class BlockForever(Script script) : IEventHandler<InteractionRecorded>
{
    public Task HandleAsync(InteractionRecorded e, CancellationToken ct)
    {
        script.Release.Wait(CancellationToken.None);
        return Task.CompletedTask;
    }
}
