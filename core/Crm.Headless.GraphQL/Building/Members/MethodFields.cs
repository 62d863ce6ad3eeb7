using System.Reflection;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Querying;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>Methods as fields. What the method takes and returns decides how it is called: once for all parents, or computed from one.</summary>
sealed class MethodFields(SchemaDraft draft)
{
    /// <param name="clr">The parent's class; null at the root.</param>
    public Field Create(FieldsType type, Type? clr, MethodInfo method, Owner owner)
    {
        var name = Naming.Field(method);
        var site = new Site($"{type.Name}.{name}", owner);
        var resolver = draft.Resolvers.Bind(method, clr, site);
        var shape = FieldShape.Of(draft, type, clr, resolver, name);
        var scope = FieldFacts.Scope(method, method.DeclaringType == clr ? null : method.DeclaringType);
        draft.Policies.Check(type, clr, method, site);
        return new Field(name, shape.Type)
        {
            Owner = owner,
            Description = draft.Descriptions.Of(method),
            DeprecationReason = Descriptions.Deprecation(method),
            Arguments = new FieldMap<InputValue>(shape.Arguments, argument => argument.Name),
            Resolver = type is InterfaceType ? null : shape.Resolver,
            Reads = shape.Reads,
            Scope = scope,
            IsPersonal = Personal.Is(method, clr, shape.Reads),
            Mask = Personal.Mask(method),
            Masks = draft.Masks.Of(method, clr, shape.Reads),
            AllowsMembers = FieldFacts.AllowsMembers(method, method.DeclaringType) ?? false,
            Cost = FieldFacts.Cost(method),
            ListSize = FieldFacts.ListSize(method) ?? shape.ListSize,
        };
    }
}

/// <summary>The part of a field that depends on what kind of resolver a method is.</summary>
sealed record FieldShape(GraphQLType Type, IReadOnlyList<InputValue> Arguments, FieldResolver? Resolver)
{
    public IReadOnlyList<PropertyInfo>? Reads { get; init; }
    public int? ListSize { get; init; }

    public static FieldShape Of(SchemaDraft draft, FieldsType type, Type? clr, ResolverMethod method, string name)
    {
        if (clr is null && type.Name == "Mutation") return MutationField.Shape(draft, type, method, name);
        if (clr is null && type.Name == "Subscription") return SubscriptionField.Shape(draft, type, method, name);
        if (method.Result.IsQueryable) return RowsField.Shape(draft, type, clr, method, name);
        if (clr is null) return RootField.Shape(draft, type, method);
        return method.Method.Has<BatchResolverAttribute>()
            ? BatchField.Shape(draft, type, clr, method)
            : ComputedField.Shape(draft, type, clr, method);
    }

    /// <summary>What the method returns, shown as the field's type says.</summary>
    public static (GraphQLType Type, Func<object?, object?> Show) Result(SchemaDraft draft, TypeShape shape, FieldsType parent, ResolverMethod method)
    {
        if (TypeShape.IsGeneric(shape.Type, typeof(Connection<>))) return Connection(draft, shape, parent, method);
        var clr = parent.ClrType;
        var rule = LeafRule.Of(method.Method, shape, clr, method.Site, draft);
        var type = draft.Outputs.Of(shape, method.Site, rule);
        return (type, rule.IdOf is null ? value => value : OutputValue.Ids(shape, rule.IdOf));
    }

    /// <summary>A page that the resolver makes itself.</summary>
    static (GraphQLType Type, Func<object?, object?> Show) Connection(SchemaDraft draft, TypeShape shape, FieldsType parent, ResolverMethod method)
    {
        var row = shape.Type.GetGenericArguments()[0];
        var type = draft.Connections.Of(parent, Naming.Field(method.Method), row, method.Site);
        return (shape.IsNullable ? type : new NonNullType(type), PageResult.Reader(row));
    }
}
