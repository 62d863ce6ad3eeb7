using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>Reads fields from parents that are dictionaries: what a schema from SDL does unless it is told otherwise.</summary>
static class DictionaryResolver
{
    public static FieldResolver For(Field field) =>
        new MemberResolver(parent => (parent as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(field.Name));
}
