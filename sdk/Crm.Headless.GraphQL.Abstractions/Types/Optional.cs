namespace Crm.Headless.GraphQL;

/// <summary>An argument or input field that tells "not given" from "given as null", as a partial update needs.</summary>
/// <remarks><c>Optional&lt;string?&gt;</c> may be left out or null; <c>Optional&lt;string&gt;</c> may be left out, but not be null.</remarks>
public readonly record struct Optional<T>
{
    readonly T _value;

    /// <summary>A given value, which may be null when <typeparamref name="T"/> is nullable.</summary>
    public Optional(T value) => (_value, HasValue) = (value, true);

    /// <summary>Whether the client gave it, be it null.</summary>
    public bool HasValue { get; }

    /// <summary>What the client gave; the default of <typeparamref name="T"/> when nothing was given.</summary>
    public T Value => _value;

    /// <summary>What the client gave, or <paramref name="current"/> when nothing was given.</summary>
    public T Or(T current) => HasValue ? _value : current;

    /// <summary>A given value.</summary>
    public static implicit operator Optional<T>(T value) => new(value);
}
