namespace Crm.Headless;

/// <summary>
/// Whoever sees the record that <paramref name="key"/> names sees the row. With several of them one is enough; a key that is null shows
/// the row to nobody.
/// </summary>
/// <typeparam name="T">The record's type; its key is called <c>Id</c>.</typeparam>
/// <param name="key">The property of the row that holds the record's id.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class VisibleWithAttribute<T>(string key) : Attribute, IVisibleWith where T : class
{
    /// <inheritdoc/>
    public string Key { get; } = key;

    Type IVisibleWith.Record => typeof(T);
}

/// <summary>The rows are nobody's in particular, such as those of a catalogue: whoever may use the type sees them all.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class VisibleToAllAttribute : Attribute;

/// <summary>A <see cref="VisibleWithAttribute{T}"/> of any record.</summary>
public interface IVisibleWith
{
    /// <summary>The property of the row that holds the record's id.</summary>
    string Key { get; }

    /// <summary>The record's type.</summary>
    Type Record { get; }
}
