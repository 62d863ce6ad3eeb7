namespace Crm.Headless.GraphQL.Validation;

/// <summary>What a document is checked for, and where checking ends.</summary>
public sealed record ValidationOptions
{
    public static ValidationOptions Default { get; } = new();

    /// <summary>The rules to keep; null: all that the specification demands, and a limit on the depth of introspection.</summary>
    public IReadOnlyList<ValidationRuleFactory>? Rules { get; init; }

    /// <summary>After so many errors one more says that checking ended there.</summary>
    public int MaxErrors { get; init; } = 100;

    /// <summary>Leaves "Did you mean ..." out of messages, so that they don't tell what a schema contains.</summary>
    public bool HideSuggestions { get; init; }

    /// <summary>
    /// How many pairs of fields and fragments may be compared to find out whether fields can be merged: a hostile document has
    /// billions. Enough for 440 fragments in a row that all select the same field, and for 440 selections of a field in one place.
    /// </summary>
    public int MaxFieldComparisons { get; init; } = 200_000;
}

/// <summary>Makes a rule for one document. <paramref name="Name"/> is the one that the reference implementation uses.</summary>
public sealed record ValidationRuleFactory(string Name, Func<ValidationContext, ValidationRule> Create);
