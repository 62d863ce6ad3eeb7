using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Loyalty;

/// <content>The default programme: a point per whole currency unit of each purchase, and three tiers. Administrators change it.</content>
public sealed partial class LoyaltyTables
{
    const string PointPerUnit = """{"effect":{"perAmount":{"points":1,"amount":1}},"qualifying":true,"multiplied":true}""";

    void Seed(MigrationBuilder migrationBuilder)
    {
        var begun = Time(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        string program = Key(LoyaltyProgram.DefaultId), rule = Key(Seeded(2)), version = Key(Seeded(3));
        migrationBuilder.Sql($"INSERT INTO loyalty_catalog (id, number, version) VALUES ({Key(LoyaltyCatalog.TheOne)}, 1, 1)");
        migrationBuilder.Sql($"""
            INSERT INTO loyalty_programs (id, code, name, is_default, status, time_zone, rounding, earn_basis, debt_policy, pending_days,
                expiry_policy, expiry_months, lapsed_policy, lapsed_days, members_transfer, tier_policy_window, tier_policy_window_months,
                tier_policy_retention_months, tier_policy_retains_to_year_end, tier_policy_grace_days, tier_policy_downgrade,
                tier_policy_kind_list, tier_policy_changed_at, tier_policy_applied_at, created_at, updated_at, version)
            VALUES ({program}, 'default', 'Loyalty', {True}, 'ACTIVE', 'UTC', 'DOWN', 'GROSS', 'CARRY', 0, 'NEVER', 0, 'FORFEIT', 0,
                {False}, 'LIFETIME', 12, 0, {False}, 0, 'TO_EARNED', '["PURCHASE"]', {begun}, {begun}, {begun}, {begun}, 1)
            """);
        migrationBuilder.Sql($"""
            INSERT INTO loyalty_terms (id, program_id, number, status, time_zone, rounding, earn_basis)
            VALUES ({Key(Seeded(4))}, {program}, 1, 'ACTIVE', 'UTC', 'DOWN', 'GROSS')
            """);
        migrationBuilder.Sql(
            $"INSERT INTO loyalty_rules (id, program_id, code, created_at) VALUES ({rule}, {program}, 'purchases', {begun})");
        migrationBuilder.Sql($$"""
            INSERT INTO loyalty_rule_versions (id, rule_id, number, state, definition, created_at, version)
            VALUES ({{version}}, {{rule}}, 1, 'RELEASED', '{{PointPerUnit}}', {{begun}}, 1)
            """);
        foreach (var (code, name, rank, points) in new[] { ("BRONZE", "Bronze", 1, 0), ("SILVER", "Silver", 2, 1_000),
            ("GOLD", "Gold", 3, 5_000) })
            migrationBuilder.Sql($"""
                INSERT INTO loyalty_tiers (id, program_id, code, name, rank, points, benefit_list, created_at, updated_at, version)
                VALUES ({Key(Seeded((byte)(16 + rank)))}, {program}, '{code}', '{name}', {rank}, {points}, '[]', {begun}, {begun}, 1)
                """);
    }

    static Guid Seeded(byte number) => new(0x0199c0de, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, number);

    string Key(Guid id) => IsSqlite ? $"x'{Convert.ToHexString(id.ToByteArray(bigEndian: true))}'" : $"'{id}'";

    string Time(DateTimeOffset time) => IsSqlite ? $"{time.ToUnixTimeMilliseconds()}000" : $"'{time:O}'";

    string True => IsSqlite ? "1" : "true";

    string False => IsSqlite ? "0" : "false";
}
