using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>Makes the class of an instance resolver for a request, with services for its constructor.</summary>
static class ServiceClass
{
    public static Func<IServiceProvider, object> Factory(Type type)
    {
        if (type.IsAbstract || type.GetConstructors() is not [var constructor]) return services => services.GetRequiredService(type);
        var invoker = ConstructorInvoker.Create(constructor);
        var parameters = Array.ConvertAll(constructor.GetParameters(), parameter => parameter.ParameterType);
        return services => invoker.Invoke(Array.ConvertAll<Type, object?>(parameters, services.GetRequiredService).AsSpan());
    }
}
