using System.Linq.Expressions;

namespace Crm.Headless.Server.Data;

/// <summary>
/// A value in a query. It stands in the field of an object, as C# closures keep theirs: EF makes an SQL parameter of it. A bare
/// constant would be written into the SQL, and every value would fill EF's query cache with a query of its own.
/// </summary>
static class Parameter
{
    public static Expression Of(object? value, Type type)
    {
        var box = (Box)Activator.CreateInstance(typeof(Box<>).MakeGenericType(type))!;
        box.Set(value);
        return Expression.Field(Expression.Constant(box), "Value");
    }

    /// <summary>A list of values of a type, as one parameter.</summary>
    public static Expression ListOf(IEnumerable<object> values, Type type)
    {
        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        foreach (var value in values)
            list.Add(value);
        return Of(list, list.GetType());
    }

    abstract class Box
    {
        public abstract void Set(object? value);
    }

    sealed class Box<T> : Box
    {
        public T? Value;

        public override void Set(object? value) => Value = (T?)value;
    }
}
