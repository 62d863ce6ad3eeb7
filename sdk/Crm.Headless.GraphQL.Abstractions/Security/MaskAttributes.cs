namespace Crm.Headless.GraphQL;

/// <summary>
/// Without the scope the member's value comes masked, and nobody filters or sorts by it; nor is what is computed from it, or from a whole
/// object that has it, seen as it is, unless that says <c>[PersonalData(false)]</c>. Masks add up: each of them takes away, none gives.
/// </summary>
/// <param name="scope">As declared by using it, such as <c>hello:details</c>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class MaskedWithoutAttribute(string scope) : Attribute
{
    /// <summary>Who has it sees the value.</summary>
    public string Scope { get; } = scope;

    /// <summary>What is left of the value.</summary>
    public PersonalDataMask Mask { get; init; }
}

/// <summary>
/// On a plugin's class: a member of somebody else's type, such as <c>Contact</c>, is <see cref="MaskedWithoutAttribute">masked without</see> a
/// scope. What masks it already goes on to.
/// </summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="member">The name of its property.</param>
/// <param name="scope">Who has it sees the value, as far as it could before.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class MasksAttribute<T>(string member, string scope) : Attribute, IMasks where T : class
{
    /// <inheritdoc/>
    public string Member { get; } = member;

    /// <inheritdoc/>
    public string Scope { get; } = scope;

    /// <inheritdoc/>
    public PersonalDataMask Mask { get; init; }

    Type IMasks.Type => typeof(T);
}

/// <summary>A <see cref="MasksAttribute{T}"/> of any type.</summary>
public interface IMasks
{
    /// <summary>The type.</summary>
    Type Type { get; }

    /// <summary>The name of its property.</summary>
    string Member { get; }

    /// <summary>Who has it sees the value.</summary>
    string Scope { get; }

    /// <summary>What is left of the value.</summary>
    PersonalDataMask Mask { get; }
}
