using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>What a mutation answers: what it changed, or what was wrong.</summary>
sealed record MutationPayload(object? Result, IReadOnlyList<Exception>? Errors);

/// <summary>The payload types: <c>CreateContactPayload { contact: Contact  errors: [CreateContactError!] }</c>.</summary>
sealed class PayloadTypes(SchemaDraft draft)
{
    /// <param name="name">The mutation's name.</param>
    public (GraphQLType Type, Func<object?, object?> Show) Of(
        FieldsType root, ResolverMethod method, string name, IReadOnlyList<Type> errors)
    {
        var result = method.Result;
        var isPayload = result.Item is null && result.Type.Name.EndsWith("Payload", StringComparison.Ordinal);
        // What a plugin adds can fail without taking the other mutations of the request along.
        var site = method.Site;
        var isPlugins = draft.Owners.PrefixOf(site.Owner) is not null;
        if (isPayload && errors.Count == 0) return FieldShape.Result(draft, result with { IsNullable = isPlugins }, root, method);

        var origin = isPayload ? $"{result.Type.FullName} of {site.Coordinate}" : site.Coordinate;
        var typeName = isPayload ? Naming.Output(result.Type) : $"{Naming.Pascal(name)}Payload";
        var type = draft.Types.Add(new ObjectType(typeName)
        {
            Owner = site.Owner,
            Description = (isPayload ? draft.Descriptions.Of(result.Type) : null) ?? $"What `{name}` answers.",
        }, origin);
        var own = isPayload ? Members(type, result.Type) : [ResultField(root, method)];
        var all = errors.Count == 0 ? own : own.Append(Errors(method, name, errors));
        type.Fields = new FieldMap<Field>(all, field => field.Name);
        return (isPlugins ? type : new NonNullType(type), value => value);
    }

    Field ResultField(FieldsType root, ResolverMethod method)
    {
        var (type, show) = FieldShape.Result(draft, method.Result, root, method);
        var name = method.Method.ReturnParameter.Annotation<GraphQLNameAttribute>()?.Name
            ?? Naming.Camel(type.Named.Name) + (method.Result.Item is null ? "" : "s");
        return new(name, type.Nullable)
        {
            Owner = method.Site.Owner,
            Description = "What was changed; null when there are errors.",
            // A plugin's list may be computed when it is walked.
            Resolver = method.Result.Item is null || method.Site.Owner.IsCore
                ? new MemberResolver(payload => show(((MutationPayload)payload).Result))
                : new ComputedResolver((payload, _) => show(((MutationPayload)payload).Result)),
        };
    }

    /// <summary>The members of the mutation's own payload record; each is null when there are errors.</summary>
    IEnumerable<Field> Members(ObjectType type, Type clr) =>
        MemberFields.Properties(clr).Select(property => draft.Fields.OfProperty(type, clr, property)).Select(field =>
            new Field(field.Name, field.Type.Nullable)
            {
                Owner = field.Owner,
                Description = field.Description,
                DeprecationReason = field.DeprecationReason,
                Scope = field.Scope,
                IsPersonal = field.IsPersonal,
                Mask = field.Mask,
                Masks = field.Masks,
                AllowsMembers = field.AllowsMembers,
                Cost = field.Cost,
                ListSize = field.ListSize,
                Resolver = Inside(field.Resolver!),
            });

    static FieldResolver Inside(FieldResolver resolver) => resolver switch
    {
        ComputedResolver computed => new ComputedResolver(
            (payload, arguments) => ((MutationPayload)payload).Result is { } result ? computed.Compute(result, arguments) : null),
        _ => new MemberResolver(payload => ((MutationPayload)payload).Result is { } result ? ((MemberResolver)resolver).Get(result) : null),
    };

    Field Errors(ResolverMethod method, string name, IReadOnlyList<Type> errors)
    {
        var union = draft.Types.Add(new UnionType($"{Naming.Pascal(name)}Error")
        {
            Owner = method.Site.Owner,
            Description = $"What can be wrong with `{name}`.",
            Types = [.. errors.Select(draft.Errors.Of)],
        }, method.Site.Coordinate);
        return new("errors", new ListType(new NonNullType(union)))
        {
            Owner = method.Site.Owner,
            Description = "What was wrong; null when it worked.",
            Resolver = new MemberResolver(payload => ((MutationPayload)payload).Errors),
        };
    }
}
