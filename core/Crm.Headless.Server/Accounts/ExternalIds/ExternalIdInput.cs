using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Accounts;

/// <summary>The key of a record in another system.</summary>
sealed record ExternalIdInput
{
    /// <summary>The other system, such as "erp".</summary>
    public required string Source { get; init; }

    /// <summary>The key there.</summary>
    public required string Value { get; init; }

    public ExternalKey Read(FieldPath at) => ExternalKey.Read(Source, at["source"], Value, at["value"]);
}

/// <summary>What is unique about an external id, per kind of record.</summary>
readonly record struct ExternalKey(string Source, string Value)
{
    public static ExternalKey Read(string? source, FieldPath sourceAt, string? value, FieldPath valueAt) =>
        new(Text.Required(source, sourceAt, Text.Short), Text.Required(value, valueAt, Text.Key));

    public static ExternalKey Of(ExternalId id) => new(id.Source, id.Value);

    public override string ToString() => $"{Source}/{Value}";
}
