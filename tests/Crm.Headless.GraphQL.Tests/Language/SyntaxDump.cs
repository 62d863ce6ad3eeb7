using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Tests.Language;

/// <summary>A tree as text, without its places in the source: equal for trees that mean the same.</summary>
static class SyntaxDump
{
    static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    public static string Of(SyntaxNode node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case SyntaxNode node:
                text.Append(node.GetType().Name).Append('(');
                foreach (var property in Properties.GetOrAdd(node.GetType(), Parts)) Append(text, property.GetValue(node));
                text.Append(')');
                break;
            case string part: text.Append('"').Append(part).Append('"'); break;
            case IEnumerable list:
                text.Append('[');
                foreach (var item in list) Append(text, item);
                text.Append(']');
                break;
            default: text.Append(value ?? "null").Append(' '); break;
        }
    }

    // What is computed from the other parts, and where the node stands, says nothing more.
    static PropertyInfo[] Parts(Type type) => [.. type.GetProperties()
        .Where(property => property.Name is not ("Start" or "End" or "Source" or "Operations" or "Fragments" or "ResponseName"))];
}
