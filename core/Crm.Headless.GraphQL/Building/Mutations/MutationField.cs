using System.Diagnostics.CodeAnalysis;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>A field of Mutation: one input, one payload, and the declared exceptions as its errors.</summary>
static class MutationField
{
    public static FieldShape Shape(SchemaDraft draft, FieldsType root, ResolverMethod method, string name)
    {
        if (Refusal(method) is { } reason) draft.Problem(method.Site, reason);
        var expected = ErrorTypes.DeclaredBy(method.Method);
        var (arguments, read) = MutationInput.Of(draft, method, name);
        var (type, show) = draft.Payloads.Of(root, method, name, expected);
        var isWrapped = type.Named.ClrType is null;
        return new(type, arguments, new BatchResolver(async context =>
        {
            var call = ResolverCall.Of(context, null) with { Arguments = read(context.Arguments) };
            try
            {
                var result = await method.InvokeAsync(call);
                return [isWrapped ? new MutationPayload(result, null) : show(result)];
            }
            catch (Exception failure) when (IsExpected(failure, expected, out var errors))
            {
                return [new MutationPayload(null, errors)];
            }
        }));
    }

    /// <summary>One of the declared exceptions, or an aggregate of nothing else.</summary>
    static bool IsExpected(Exception failure, IReadOnlyList<Type> expected, [NotNullWhen(true)] out IReadOnlyList<Exception>? errors)
    {
        errors = failure is AggregateException several ? several.Flatten().InnerExceptions : [failure];
        return errors.Count > 0 && errors.All(error => expected.Any(type => type.IsInstanceOfType(error)));
    }

    static string? Refusal(ResolverMethod method)
    {
        if (method.Result.IsQueryable) return "a mutation returns what it changed, not an IQueryable. Return the object.";
        return method.Parent is null ? null : "a root field has no [Parent]. Remove the parameter.";
    }
}
