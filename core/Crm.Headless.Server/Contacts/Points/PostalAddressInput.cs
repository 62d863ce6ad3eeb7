using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Contacts;

/// <summary>A postal address, in parts as far as they are known.</summary>
sealed record PostalAddressInput
{
    /// <summary>Street and number, further lines behind line feeds.</summary>
    public string? Street { get; init; }

    /// <summary>City or town.</summary>
    public string? City { get; init; }

    /// <summary>State, province or region.</summary>
    public string? Region { get; init; }

    /// <summary>As the country writes it.</summary>
    public string? PostalCode { get; init; }

    /// <summary>A name, or an ISO 3166-1 code.</summary>
    public string? Country { get; init; }

    /// <summary>Null when no part is known.</summary>
    public PostalAddress? Read(FieldPath at)
    {
        var address = new PostalAddress(
            Text.Optional(Street, at["street"], Text.Line),
            Text.Optional(City, at["city"], Text.Name),
            Text.Optional(Region, at["region"], Text.Name),
            Text.Optional(PostalCode, at["postalCode"], Text.Short),
            Text.Optional(Country, at["country"], Text.Name));
        return address == new PostalAddress(null, null, null, null, null) ? null : address;
    }

    /// <summary>As one line.</summary>
    public static string? Line(PostalAddress? address)
    {
        if (address is null) return null;
        var (street, city, region, postalCode, country) = address;
        var parts = new[] { street?.ReplaceLineEndings(", "), city, region, postalCode, country }.Where(part => part is not null);
        var line = string.Join(", ", parts);
        return line.Length <= ContactPoints.MaxValue ? line : line[..ContactPoints.MaxValue];
    }
}
