using Crm.Headless.GraphQL;
using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Contacts;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Units;

namespace Crm.Headless.Server.Interactions;

/// <summary>What a client says about an interaction, with all keys in it read, so that they can be looked up for many drafts at once.</summary>
sealed class InteractionDraft
{
    public InteractionDraft(InteractionInput input, Optional<InteractionKind> kind, FieldPath at)
    {
        (Input, Kind, At) = (input, kind, at);
        Contact = input.Contact.Value?.Read(at["contact"]);
        Account = input.Account.Value?.Read(at["account"]);
        Unit = input.Unit.Value?.Read(at["unit"]);
        Lines = input.Lines.HasValue ? [.. input.Lines.Value.Select((line, i) => new LineDraft(line, at["lines"][i]))] : null;
        Participants = input.Participants.HasValue
            ? [.. input.Participants.Value.Select((participant, i) => new ParticipantDraft(participant, at["participants"][i]))]
            : null;
        Limit.Check(Lines?.Count ?? 0, Limit.Lines, at["lines"]);
        Limit.Check(Participants?.Count ?? 0, Limit.Participants, at["participants"]);
    }

    public static InteractionDraft Of(RecordInteractionInput input, FieldPath at)
    {
        var source = Text.Optional(input.Source, at["source"], Text.Short);
        var externalId = Text.Optional(input.ExternalId, at["externalId"], Text.Key);
        if (externalId is not null && source is null) throw new BlankException(at["source"]);
        return new(input, input.Kind, at) { Source = source, Key = externalId is null ? null : new ExternalKey(source!, externalId) };
    }

    public InteractionInput Input { get; }
    public Optional<InteractionKind> Kind { get; }
    public FieldPath At { get; }
    public string? Source { get; private init; }

    /// <summary>Null when it has no key in another system.</summary>
    public ExternalKey? Key { get; private init; }
    public ContactRef? Contact { get; }
    public AccountRef? Account { get; }
    public UnitRef? Unit { get; }

    /// <summary>Null: they stay as they are.</summary>
    public IReadOnlyList<LineDraft>? Lines { get; }

    /// <summary>Null: they stay as they are.</summary>
    public IReadOnlyList<ParticipantDraft>? Participants { get; }
}

/// <summary>A line, checked as far as it stands alone.</summary>
sealed class LineDraft
{
    public LineDraft(LineInput input, FieldPath at)
    {
        (Input, At) = (input, at);
        Reverses = input.Reverses is { } reversed ? LineRef.Read(reversed, at["reverses"]) : null;
        Money.Read(input.Quantity, at["quantity"], min: 0.0001m);
        Money.Read(input.Gross, at["gross"], min: -Money.Max);
        Money.Read(input.Net, at["net"], min: -Money.Max);
        Money.Read(input.Tax, at["tax"], min: -Money.Max);
        if (input.Net + input.Tax is { } gross && gross != input.Gross) throw new LinesDontAddUpException(at["gross"], gross, input.Gross);
    }

    public LineInput Input { get; }
    public FieldPath At { get; }
    public LineRef? Reverses { get; }

    public InteractionLine Build(Guid interactionId, int position, Guid? reversesLineId, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        InteractionId = interactionId,
        Position = position,
        ProductRef = Text.Optional(Input.ProductRef, At["productRef"], Text.Key),
        Category = Text.Optional(Input.Category, At["category"], Text.Key),
        Quantity = Input.Quantity,
        Gross = Input.Gross,
        Net = Input.Net,
        Tax = Input.Tax,
        Attributes = Server.Input.Attributes.Read(Input.Attributes, At["attributes"]),
        ReversesLineId = reversesLineId,
    };
}

/// <summary>A line of a purchase, as a client names it.</summary>
readonly record struct LineRef(Guid? Id, ExternalKey Key, int Position, FieldPath At)
{
    public static LineRef Read(ReversedLineInput input, FieldPath at)
    {
        if (input.Id is { } id) return new(id, default, 0, at["id"]);
        var place = input.Place!;
        var key = ExternalKey.Read(place.Source, at["place"]["source"], place.ExternalId, at["place"]["externalId"]);
        return new(null, key, place.Position, at["place"]);
    }
}

/// <summary>A participant, with its keys read.</summary>
sealed class ParticipantDraft
{
    public ParticipantDraft(ParticipantInput input, FieldPath at)
    {
        if (input.Contact is null == input.UserId is null) throw new BlankException(at[input.Contact is null ? "contact" : "userId"]);
        (UserId, At) = (input.UserId, at);
        Contact = input.Contact?.Read(at["contact"]);
        Role = Text.Optional(input.Role, at["role"], Text.Short);
    }

    public ContactRef? Contact { get; }
    public Guid? UserId { get; }
    public string? Role { get; }
    public FieldPath At { get; }
}
