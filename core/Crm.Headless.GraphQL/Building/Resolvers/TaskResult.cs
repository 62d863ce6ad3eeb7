using System.Reflection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>The results of tasks whose type is only known when the schema is built.</summary>
static class TaskResult
{
    static readonly MethodInfo OfTaskMethod = Method(nameof(OfTask));
    static readonly MethodInfo OfValueTaskMethod = Method(nameof(OfValueTask));

    public static Func<object, ValueTask<object?>> Awaiter(Type type)
    {
        if (type == typeof(Task)) return async task => { await (Task)task; return null; };
        if (type == typeof(ValueTask)) return async task => { await (ValueTask)task; return null; };
        var method = TypeShape.IsGeneric(type, typeof(Task<>)) ? OfTaskMethod : OfValueTaskMethod;
        return method.MakeGenericMethod(type.GetGenericArguments()[0]).CreateDelegate<Func<object, ValueTask<object?>>>();
    }

    static async ValueTask<object?> OfTask<T>(object task) => await (Task<T>)task;

    static async ValueTask<object?> OfValueTask<T>(object task) => await (ValueTask<T>)task;

    static MethodInfo Method(string name) => typeof(TaskResult).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
