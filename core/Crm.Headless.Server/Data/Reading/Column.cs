using System.Linq.Expressions;
using System.Reflection;
using Crm.Headless.Server.Data.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Headless.Server.Data;

/// <summary>A value of a row as the database sees it.</summary>
/// <param name="Value">Exactly as it is; of a nullable type where it can be null.</param>
/// <param name="Twin">The normalized twin of a searchable text; null where there is none.</param>
sealed record Column(Expression Value, Expression? Twin, bool IsNullable)
{
    /// <param name="row">The entity.</param>
    /// <param name="isOptionalRow">It may be missing: the child of a left join.</param>
    public static Column Of(Expression row, IReadOnlyList<PropertyInfo> path, IModel model, bool isOptionalRow = false)
    {
        var value = path.Aggregate(row, (Expression from, PropertyInfo property) => Expression.Property(from, property));
        var nullable = isOptionalRow || IsNullablePath(model.FindEntityType(row.Type), path);
        if (nullable && value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null)
            value = Expression.Convert(value, typeof(Nullable<>).MakeGenericType(value.Type));
        return new Column(value, TwinOf(row, path, model), nullable);
    }

    static Expression? TwinOf(Expression row, IReadOnlyList<PropertyInfo> path, IModel model)
    {
        if (path is not [var property] || !SearchableTwins.IsSearchable(property))
            return null;
        var name = SearchableTwins.TwinOf(property.Name);
        return model.FindEntityType(row.Type)?.FindProperty(name) is null
            ? null
            : Expression.Call(typeof(EF), nameof(EF.Property), [typeof(string)], row, Expression.Constant(name));
    }

    static bool IsNullablePath(ITypeBase? type, IReadOnlyList<PropertyInfo> path)
    {
        foreach (var property in path.SkipLast(1))
        {
            if (type?.FindComplexProperty(property) is not { IsNullable: false } complex)
                return true;
            type = complex.ComplexType;
        }
        return type?.FindProperty(path[^1]) is { } found
            ? found.IsNullable
            : !path[^1].PropertyType.IsValueType || Nullable.GetUnderlyingType(path[^1].PropertyType) is not null;
    }
}
