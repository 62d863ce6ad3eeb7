using System.Reflection;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>
/// The exceptions that clients see as object types: <c>FooException</c> becomes <c>FooError</c>, which implements <c>Error</c> and has
/// the properties that the exception and its base classes add to <see cref="Exception"/>.
/// </summary>
sealed class ErrorTypes(SchemaDraft draft)
{
    readonly Dictionary<Type, ObjectType> _types = [];
    InterfaceType? _error;

    /// <summary>The exceptions that a mutation declares on itself and on its class.</summary>
    public static IReadOnlyList<Type> DeclaredBy(MethodInfo method) =>
    [
        .. Annotations.All(method).Concat(Annotations.All(method.DeclaringType!)).Select(attribute => attribute.GetType())
            .Where(type => TypeShape.IsGeneric(type, typeof(ErrorAttribute<>))).Select(type => type.GetGenericArguments()[0]).Distinct(),
    ];

    public ObjectType Of(Type exception)
    {
        if (_types.TryGetValue(exception, out var known)) return known;
        var type = new ObjectType(NameOf(exception))
        {
            ClrType = exception,
            Owner = draft.Owners.Of(exception),
            Description = draft.Descriptions.Of(exception),
        };
        _types.Add(exception, type);
        draft.Types.Add(type, exception.FullName ?? exception.Name);
        draft.Later(() => Fill(type, exception));
        return type;
    }

    void Fill(ObjectType type, Type exception)
    {
        var own = MemberFields.Properties(exception)
            .Where(property => property.DeclaringType != typeof(Exception) && property.Name != nameof(Exception.Message));
        type.Interfaces = [Error];
        type.Fields = new FieldMap<Field>(
            own.Select(property => draft.Fields.OfProperty(type, exception, property))
                .Prepend(MessageOf(type, exception)),
            field => field.Name);
    }

    /// <summary>A plugin's class may override it.</summary>
    Field MessageOf(ObjectType type, Type exception)
    {
        var isOwn = !type.Owner.IsCore && exception.GetProperty(nameof(Exception.Message))!.DeclaringType != typeof(Exception);
        return isOwn
            ? Message(new ComputedResolver((error, _) => ((Exception)error).Message), type.Owner)
            : Message(new MemberResolver(error => ((Exception)error).Message));
    }

    InterfaceType Error => _error ??= draft.Types.Add(new InterfaceType("Error")
    {
        Description = "What a client can have done wrong in a mutation.",
        Fields = new FieldMap<Field>([Message(null)], member => member.Name),
    }, "the engine's mutations");

    Field Message(FieldResolver? resolver, Owner? owner = null) => new("message", new NonNullType(draft.Outputs.Use(draft.Scalars["String"])))
    {
        Owner = owner ?? Owner.Core,
        Description = "For the developer of the client: what is wrong, why, and what to do.",
        Resolver = resolver,
    };

    static string NameOf(Type exception)
    {
        if (exception.Annotation<GraphQLNameAttribute>() is { } given) return given.Name;
        var name = exception.Name;
        return (name.EndsWith("Exception", StringComparison.Ordinal) ? name[..^"Exception".Length] : name) + "Error";
    }
}
