using System.Reflection;
using System.Security.Claims;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Querying;
using Crm.Headless.GraphQL.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>
/// Binds the parameters of resolver methods. By type: <c>CancellationToken</c>, <c>ClaimsPrincipal</c>, <c>IQueryable&lt;T&gt;</c> (all
/// rows of a type), <c>PageArguments</c>. By attribute: <c>[Parent]</c>, <c>[EventMessage]</c>. What an input can be (a leaf, a record,
/// a struct, a class called ...Input or marked as input, lists of these) is an argument; everything else is a service.
/// </summary>
sealed class ResolverMethods(SchemaDraft draft)
{
    public ResolverMethod Bind(MethodInfo method, Type? parent, Site site)
    {
        var parameters = new List<ResolverParameter>();
        var arguments = 0;
        foreach (var info in method.GetParameters())
        {
            var parameter = Bind(info, parent, arguments, site);
            parameters.Add(parameter);
            arguments += parameter.Arguments.Count;
        }
        return new(method, TypeShape.Of(method.ReturnParameter), parameters, site);
    }

    ResolverParameter Bind(ParameterInfo info, Type? parent, int index, Site site)
    {
        var shape = TypeShape.Of(info);
        ResolverParameter Of(ParameterKind kind, Func<ResolverCall, object?> read) => new(info, shape, kind) { Read = read };

        if (info.IsDefined(typeof(ParentAttribute))) return Of(ParameterKind.Parent, call => call.Parent);
        if (info.IsDefined(typeof(EventMessageAttribute))) return Of(ParameterKind.Event, call => call.Parent);
        if (shape.Type == typeof(CancellationToken)) return Of(ParameterKind.Cancellation, call => call.Cancellation);
        if (shape.Type == typeof(ClaimsPrincipal)) return Of(ParameterKind.Principal, call => call.Scope!.User);
        if (shape.Type == typeof(FieldSelection)) return Of(ParameterKind.Selection, call => call.Selection);
        if (shape.Type == typeof(PageArguments)) return Page(info, shape, index);
        if (shape.IsQueryable) return Of(ParameterKind.Rows, Rows(shape.Item!.Type));
        if (IsArgument(shape)) return Argument(info, shape, parent, index, site);
        if (parent is { IsInterface: false } && info.ParameterType == parent)
            draft.Problem(site,
                $"it takes {parent.Name} {info.Name}, but not as [Parent]. Add the attribute: without it the parameter is a service.");
        return Of(ParameterKind.Service, Service(info, shape));
    }

    bool IsArgument(TypeShape shape) => shape.Item is { } item
        ? IsArgument(item)
        : draft.Scalars.Find(shape.Type) is not null || draft.Enums.Find(shape.Type) is not null || InputTypes.IsInput(shape.Type);

    ResolverParameter Argument(ParameterInfo info, TypeShape shape, Type? parent, int index, Site site)
    {
        var member = draft.Inputs.Member(info, shape, parent, new($"{site.Coordinate}({Naming.Argument(info)}:)", site.Owner));
        return new(info, shape, ParameterKind.Argument)
        {
            Arguments = [member.Definition],
            Read = call => Read(member, call.Arguments[index], call.Arguments.IsGiven(index)),
        };
    }

    static object? Read(InputMember member, object? value, bool isGiven)
    {
        try
        {
            return member.Read(value, isGiven);
        }
        catch (CoercionException reason)
        {
            var message = $"Argument \"{member.Definition.Name}\": {reason.Message}";
            throw new GraphQLException(new GraphQLError(message) { Code = ErrorCodes.BadUserInput });
        }
    }

    ResolverParameter Page(ParameterInfo info, TypeShape shape, int index)
    {
        var max = (info.Member.Annotation<UsePagingAttribute>() ?? new()).MaxPageSize;
        return new(info, shape, ParameterKind.Page)
        {
            Arguments = PageDefinition.Arguments(draft),
            Read = call => PageDefinition.Read(call.Arguments, index).Checked(max),
        };
    }

    static Func<ResolverCall, object?> Service(ParameterInfo info, TypeShape shape) => shape.IsNullable || info.HasDefaultValue
        ? call => call.Scope!.Services.GetService(info.ParameterType)
        : call => call.Scope!.Services.GetRequiredService(info.ParameterType);

    static Func<ResolverCall, object?> Rows(Type row)
    {
        var set = typeof(ResolverMethods).GetMethod(nameof(Set), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(row).CreateDelegate<Func<IServiceProvider, object>>();
        return call => set(call.Scope!.Services);
    }

    static object Set<T>(IServiceProvider services) where T : class => services.GetRequiredService<IQueryRunner>().Set<T>();
}
