using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Headless.Server.Data;

/// <summary>A row as it is read: with the values of the order's steps, and with its parent's key.</summary>
sealed class KeyedRow<T>
{
    public T Row { get; init; } = default!;
    public object?[] Position { get; init; } = [];
    public object? Parent { get; init; }

    public static Expression Make(Expression row, IEnumerable<Expression> position, Expression? parent) => Expression.MemberInit(
        Expression.New(typeof(KeyedRow<T>)),
        Expression.Bind(typeof(KeyedRow<T>).GetProperty(nameof(Row))!, row),
        Expression.Bind(typeof(KeyedRow<T>).GetProperty(nameof(Position))!,
            Expression.NewArrayInit(typeof(object), position.Select(value => Expression.Convert(value, typeof(object))))),
        Expression.Bind(typeof(KeyedRow<T>).GetProperty(nameof(Parent))!,
            parent is null ? Expression.Constant(null) : Expression.Convert(parent, typeof(object))));
}

/// <summary>What is read of a row.</summary>
static class Projection
{
    /// <summary>Only the columns that the selection reads, where the request says so and the type can be made of them.</summary>
    public static Expression Of(Expression entity, IReadOnlySet<PropertyInfo>? columns, IModel model)
    {
        if (columns is null || model.FindEntityType(entity.Type) is not { } type || type.ClrType.GetConstructor(Type.EmptyTypes) is null)
            return entity;
        var key = type.FindPrimaryKey()?.Properties.Select(property => property.PropertyInfo).OfType<PropertyInfo>() ?? [];
        var read = columns.Concat(key).Where(property => IsColumn(type, property)).DistinctBy(property => property.Name).ToList();
        return read.Exists(property => property.GetSetMethod(nonPublic: true) is null)
            ? entity
            : Expression.MemberInit(Expression.New(type.ClrType), read.Select(property => Expression.Bind(property, Expression.Property(entity, property))));
    }

    static bool IsColumn(IEntityType type, PropertyInfo property)
        => type.FindProperty(property.Name) is not null || type.FindComplexProperty(property.Name) is not null;
}
