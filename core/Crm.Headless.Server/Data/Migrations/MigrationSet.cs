using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Data;

/// <summary>The migrations of one owner, with a history table of their own.</summary>
/// <param name="Owner"><c>core</c>, or a plugin's id.</param>
internal sealed record MigrationSet(string Owner, IReadOnlyList<Type> Migrations)
{
    public static MigrationSet Core { get; } = Of("core", typeof(MigrationSet).Assembly);

    public const string HistoryPrefix = "__migrations_";

    public string HistoryTable => HistoryPrefix + Owner;

    /// <summary>All of an assembly.</summary>
    public static MigrationSet Of(string owner, Assembly assembly) => new(owner,
        [.. assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Migration)) && !type.IsAbstract && type.IsDefined(typeof(MigrationAttribute)))]);

    /// <summary>Those up to this one, which is the last.</summary>
    public MigrationSet UpTo(string id) => this with { Migrations = [.. Migrations.Where(type => string.CompareOrdinal(IdOf(type), id) <= 0)] };

    static string IdOf(Type migration) => migration.GetCustomAttribute<MigrationAttribute>()!.Id;
}

/// <summary>What the migrator did.</summary>
internal sealed record AppliedMigration(string Owner, string Id);
