using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Headless.Server.Data.Sensitive;

/// <summary>A column of encrypted values.</summary>
/// <param name="Key">The columns of the table's key.</param>
/// <param name="Purpose">What its values are encrypted for.</param>
/// <param name="Hash">The column that its values are found by; null: they aren't looked for.</param>
sealed record ProtectedColumn(string Table, string Name, IReadOnlyList<string> Key, string Purpose, string? Hash)
{
    /// <summary>Those of the sensitive texts of a model.</summary>
    public static IReadOnlyList<ProtectedColumn> Of(IReadOnlyModel model) =>
    [
        .. from entity in model.GetEntityTypes()
        from pair in SensitiveTexts.Pairs(entity)
        select new ProtectedColumn(
            entity.GetTableName()!, pair.Text.GetColumnName(), [.. entity.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName())],
            ((ProtectedText)pair.Text.GetValueConverter()!).Purpose, pair.Hash.GetColumnName()),
    ];
}
