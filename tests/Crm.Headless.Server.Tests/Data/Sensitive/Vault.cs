using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Crm.Headless.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Tests.Data;

/// <summary>A record with encrypted texts, as a plugin would have it.</summary>
sealed class Passport
{
    public Guid Id { get; set; }

    public string Country { get; set; } = "";

    [Sensitive]
    public string Number { get; set; } = "";

    [Sensitive]
    public string? Visa { get; set; }
}

static class Vault
{
    public static ModelPart Model { get; } = new("acme.vault", "vault_", model => model.Entity<Passport>(passport =>
    {
        passport.ToTable("vault_passports");
        passport.HasIndex(p => new { p.Country, p.Number }).IsUnique();
        passport.HasIndex(p => p.Visa);
    }));

    public static MigrationSet Migrations { get; } = new("acme.vault", [typeof(VaultTables), typeof(VaultHashes)]);

    public static async Task<DataFixture> OpenAsync(DatabaseKind kind, params (string Country, string Number, string? Visa)[] passports)
    {
        var fixture = await DataFixture.CreateAsync(kind, Model);
        await new Migrator(fixture.Database).MigrateAsync([Migrations], default);
        await fixture.WriteAsync(db => db.AddRange(passports.Select(Passport)));
        return fixture;
    }

    public static Passport Passport((string Country, string Number, string? Visa) values) =>
        new() { Id = Guid.CreateVersion7(), Country = values.Country, Number = values.Number, Visa = values.Visa };

    public static async Task<List<string>> StoredAsync(DataFixture fixture, string columns)
    {
        await using var connection = await fixture.Database.OpenAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {columns} FROM vault_passports ORDER BY id";
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            for (var i = 0; i < reader.FieldCount; i++)
                values.Add(reader.IsDBNull(i) ? "null" : reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : reader.GetValue(i).ToString()!);
        return values;
    }
}

[Migration("20260101000000_vault")]
sealed class VaultTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable("vault_passports", table => new
    {
        id = table.Column<Guid>(),
        country = table.Column<string>(),
        number = table.Column<string>(),
        visa = table.Column<string>(nullable: true),
    }, constraints: table => table.PrimaryKey("pk_vault_passports", row => row.id));
}

[Migration("20260102000000_vault_hashes")]
sealed class VaultHashes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("number_hash", "vault_passports", nullable: true);
        migrationBuilder.AddColumn<string>("visa_hash", "vault_passports", nullable: true);
        migrationBuilder.CreateIndex("ix_vault_passports_country_number_hash", "vault_passports", ["country", "number_hash"], unique: true);
        migrationBuilder.CreateIndex("ix_vault_passports_visa_hash", "vault_passports", "visa_hash");
    }
}
