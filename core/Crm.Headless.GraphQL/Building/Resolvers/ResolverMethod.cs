using System.Reflection;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>A method that resolves a field, ready to be called.</summary>
sealed class ResolverMethod(MethodInfo method, TypeShape result, IReadOnlyList<ResolverParameter> parameters, Site site)
{
    readonly MethodInvoker _invoker = MethodInvoker.Create(method);
    readonly Func<IServiceProvider, object>? _target = method.IsStatic ? null : ServiceClass.Factory(method.DeclaringType!);
    readonly Func<object, ValueTask<object?>>? _await = result.IsAsync ? TaskResult.Awaiter(method.ReturnType) : null;

    public MethodInfo Method { get; } = method;
    public TypeShape Result { get; } = result;
    public Site Site { get; } = site;
    public IReadOnlyList<ResolverParameter> Parameters { get; } = parameters;
    public IReadOnlyList<InputValue> Arguments { get; } = [.. parameters.SelectMany(parameter => parameter.Arguments)];
    public ResolverParameter? Parent { get; } = parameters.FirstOrDefault(parameter => parameter.Kind == ParameterKind.Parent);

    /// <summary>
    /// It is written as <c>(rows) => rows</c>, as most that give an <c>IQueryable</c> are: calling it runs nothing that could fail or take long.
    /// </summary>
    public bool GivesItsArgument { get; } =
        method.IsStatic && parameters.Count == 1 && method.GetMethodBody()?.GetILAsByteArray() is [LoadFirst, Return];

    const byte LoadFirst = 0x02, Return = 0x2A; // ldarg.0, ret

    public object? Invoke(ResolverCall call) => InvokeOn(_target?.Invoke(call.Scope!.Services), call);

    /// <summary>On an object whose class has the method.</summary>
    public object? InvokeOn(object? target, ResolverCall call)
    {
        var values = new object?[Parameters.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Parameters[i].Read(call);
        return _invoker.Invoke(target, values.AsSpan());
    }

    public ValueTask<object?> InvokeAsync(ResolverCall call)
    {
        var result = Invoke(call);
        return _await is null || result is null ? new(result) : _await(result);
    }
}
