using System.Text.Json;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>
/// A leaf type with its coercion (spec section 3.5). The base class is what a custom scalar from SDL gets: it takes any value
/// as it comes. The built-in ones override it.
/// </summary>
public class ScalarType(string name) : NamedType(name)
{
    /// <summary>The URL of <c>@specifiedBy</c>.</summary>
    public Uri? SpecifiedBy { get; init; }

    /// <summary>The value of a literal. Variables inside lists and objects are already replaced.</summary>
    /// <exception cref="CoercionException">The literal is no value of this scalar; the message says what is expected.</exception>
    public virtual object? ParseLiteral(ValueNode literal) => LiteralValue.ToClr(literal);

    /// <summary>The value of a variable.</summary>
    /// <exception cref="CoercionException">The JSON is no value of this scalar; the message says what is expected.</exception>
    public virtual object? ParseJson(JsonElement json) => JsonValue.ToClr(json);

    /// <summary>Writes what a resolver returned.</summary>
    /// <exception cref="CoercionException">The value can't be represented as this scalar.</exception>
    public virtual void Write(Utf8JsonWriter writer, object value) => JsonValue.Write(writer, value);

    /// <summary>The literal that stands for a CLR value, for printing a default.</summary>
    public virtual ValueNode ToLiteral(object value) => LiteralValue.FromClr(value);
}

/// <summary>A value doesn't fit its type. Becomes an error of the argument, variable or field.</summary>
public sealed class CoercionException(string message) : Exception(message);
