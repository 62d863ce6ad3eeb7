using System.Text.Json;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Scalars;

/// <summary>A scalar that can write its CLR type without boxing it.</summary>
interface IUnboxedScalar<in T>
{
    void Write(Utf8JsonWriter writer, T value);
}

/// <summary>A scalar with one CLR type.</summary>
/// <param name="expected">What a value looks like, for the messages.</param>
abstract class ValueScalar<T>(string name, string expected) : ScalarType(name), IUnboxedScalar<T> where T : notnull
{
    public abstract void Write(Utf8JsonWriter writer, T value);

    public override void Write(Utf8JsonWriter writer, object value) => Write(writer, Unbox(value));

    /// <summary>What a resolver returned, as this scalar's CLR type.</summary>
    protected virtual T Unbox(object value) =>
        value is T typed ? typed : throw new CoercionException($"{Name} can't represent a value of type {value.GetType().Name}.");

    protected CoercionException Refused(string given) => new($"{given} is no {Name}: expected {expected}.");
}

/// <summary>A scalar that is a string in JSON and in documents.</summary>
abstract class TextScalar<T>(string name, string expected) : ValueScalar<T>(name, expected) where T : notnull
{
    protected abstract bool TryRead(string text, out T value);

    public override object ParseLiteral(ValueNode literal) =>
        literal is StringValueNode text ? Read(text.Value) : throw Refused(Given.Of(literal));

    public override object ParseJson(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? Read(json.GetString()!) : throw Refused(Given.Of(json));

    T Read(string text) => TryRead(text, out var value) ? value : throw Refused(Given.Of(text));
}

/// <summary>What a client gave, short enough for a message.</summary>
static class Given
{
    const int Longest = 60;

    public static string Of(string text) => $"\"{Excerpt.Of(text, Longest)}\"";
    public static string Of(JsonElement json) => Excerpt.Of(json, Longest);

    public static string Of(ValueNode literal) => literal switch
    {
        StringValueNode text => Of(text.Value),
        IntValueNode number => Excerpt.Of(number.Text, Longest),
        FloatValueNode number => Excerpt.Of(number.Text, Longest),
        BooleanValueNode boolean => boolean.Value ? "true" : "false",
        EnumValueNode name => Excerpt.Of(name.Value, Longest),
        ListValueNode => "A list",
        ObjectValueNode => "An object",
        _ => "null",
    };
}
