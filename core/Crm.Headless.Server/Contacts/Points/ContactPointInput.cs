using Crm.Headless.Server.Data.Text;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Contacts;

/// <summary>A way to reach a contact.</summary>
record ContactPointInput
{
    /// <summary>What it is.</summary>
    public ContactPointKind Kind { get; init; }

    /// <summary>The email address or phone number. A postal address as one line, which its parts make when it isn't given.</summary>
    public string? Value { get; init; }

    /// <summary>The parts of a postal address; not for the other kinds.</summary>
    public PostalAddressInput? Address { get; init; }

    /// <summary>What it is used for, such as "work" or "delivery".</summary>
    public string? Label { get; init; }

    /// <summary>Whether it was proved to belong to the contact, by a code that was sent there for example.</summary>
    public bool? Verified { get; init; }

    /// <summary>Makes it the first choice among those of its kind. The first one of a kind is that anyway.</summary>
    public bool? Primary { get; init; }

    public PointValue Read(FieldPath at) => PointValue.Read(Kind, Value, Address, at);
}

/// <summary>What a contact point says, checked.</summary>
sealed record PointValue(ContactPointKind Kind, string Value, PostalAddress? Address = null)
{
    readonly string _matchKey = MatchKey.Of(Kind, Value) ?? Value;

    public static PointValue Email(string value) => new(ContactPointKind.Email, value);

    public static PointValue Phone(string value) => new(ContactPointKind.Phone, value);

    public static PointValue Read(ContactPointKind kind, string? value, PostalAddressInput? address, FieldPath at) => kind switch
    {
        ContactPointKind.Email => Email(Emails.Read(value, at["value"])),
        ContactPointKind.Phone => Phone(Phones.Read(value, at["value"])),
        _ => Postal(value, address?.Read(at["address"]), at),
    };

    static PointValue Postal(string? value, PostalAddress? address, FieldPath at)
    {
        var line = Text.Optional(value, at["value"], ContactPoints.MaxValue) ?? PostalAddressInput.Line(address);
        return new(ContactPointKind.Address, line ?? throw new BlankException(at["address"]), address);
    }

    /// <summary>Whether it says the same, though perhaps written in another way.</summary>
    public bool IsSaidBy(ContactPoint point) => point.Kind == Kind && (MatchKey.Of(point.Kind, point.Value) ?? point.Value) == _matchKey;
}
