using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Crm.Headless.Server.Data.Conventions;

/// <summary>
/// Compares the values of an enum. EF would make up the same, with code that is compiled for each enum of a plugin whenever it is loaded;
/// this says it without.
/// </summary>
static class EnumComparer
{
    public static ValueComparer Of(Type type)
    {
        var (a, b) = (Expression.Parameter(type, "a"), Expression.Parameter(type, "b"));
        return (ValueComparer)Activator.CreateInstance(
            typeof(ValueComparer<>).MakeGenericType(type),
            Expression.Lambda(Expression.Equal(a, b), a, b),
            Expression.Lambda(Expression.Call(Expression.Convert(a, typeof(long)), nameof(GetHashCode), Type.EmptyTypes), a),
            Expression.Lambda(a, a))!;
    }
}
