using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Contacts;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Units;

namespace Crm.Headless.Server.Interactions;

/// <summary>Brings drafts into new revisions. All that the drafts refer to is looked up before the first one.</summary>
sealed class InteractionChanges(
    RetiredKinds retired, ContactReferences contacts, AccountReferences accounts, UnitReferences units, HomeUnit home, UserReferences users,
    Reversals reversals, DateTimeOffset now)
{
    static readonly DateTimeOffset s_earliest = new(1000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="correctedId">The original of the interaction that is corrected: what it took back itself doesn't count.</param>
    public static async Task<InteractionChanges> LoadAsync(
        CrmDb db, RetiredKinds retired, IReadOnlyCollection<InteractionDraft> drafts, DateTimeOffset now, CancellationToken ct,
        Guid? correctedId = null)
    {
        var participants = drafts.SelectMany(draft => draft.Participants ?? []).ToList();
        ContactRef[] contacts = [.. drafts.Select(draft => draft.Contact).Concat(participants.Select(one => one.Contact)).OfType<ContactRef>()];
        AccountRef[] accounts = [.. drafts.Select(draft => draft.Account).OfType<AccountRef>()];
        UnitRef[] units = [.. drafts.Select(draft => draft.Unit).OfType<UnitRef>()];
        LineRef[] reversed = [.. drafts.SelectMany(draft => draft.Lines ?? []).Select(line => line.Reverses).OfType<LineRef>()];
        return new(
            retired,
            await ContactReferences.LoadAsync(db, contacts, ct),
            await AccountReferences.LoadAsync(db, accounts, [], ct),
            await UnitReferences.LoadAsync(db, units, ct),
            new(db),
            await UserReferences.LoadAsync(db, drafts.Select(draft => draft.Input.ActorId.Value).Concat(participants.Select(one => one.UserId)), ct),
            await Reversals.LoadAsync(db, reversed, correctedId, ct),
            now);
    }

    /// <exception cref="CrmException">Something of the draft can't be taken.</exception>
    public void Apply(InteractionRecord record, InteractionDraft draft)
    {
        var (interaction, input, at) = (record.Interaction, draft.Input, draft.At);
        ApplyDetails(interaction, draft);
        if (input.Contact.HasValue) interaction.ContactId = draft.Contact is { } contact ? contacts.Get(contact) : null;
        if (input.Account.HasValue) interaction.AccountId = draft.Account is { } account ? accounts.Get(account) : null;
        if (interaction.ContactId is null && interaction.AccountId is null) throw new AboutNobodyException(at["contact"]);
        if (input.Unit.HasValue) interaction.UnitId = draft.Unit is { } unit ? units.Get(unit) : null;
        if (interaction.Revision == 1) interaction.UnitId ??= home.For(at["unit"]);
        if (input.ActorId.HasValue) interaction.ActorId = users.Get(input.ActorId.Value, at["actorId"]);
        if (draft.Participants is not null) record.Replace([.. draft.Participants.Select(one => Build(one, interaction.Id))]);
        ApplyLines(record, draft);
    }

    void ApplyDetails(Interaction interaction, InteractionDraft draft)
    {
        var (input, at) = (draft.Input, draft.At);
        if (draft.Kind.HasValue && draft.Kind.Value != interaction.Kind) interaction.Kind = retired.Check(draft.Kind.Value, at["kind"]);
        interaction.Channel = input.Channel.Or(interaction.Channel);
        interaction.Direction = input.Direction.Or(interaction.Direction);
        if (input.Subject.HasValue) interaction.Subject = Text.Optional(input.Subject.Value, at["subject"], Text.Line);
        if (input.Body.HasValue) interaction.Body = Text.Optional(input.Body.Value, at["body"], Text.Body);
        if (input.OccurredAt.HasValue) interaction.OccurredAt = Moment(input.OccurredAt.Value, at["occurredAt"]);
        if (input.TimeZone.HasValue) interaction.TimeZone = TimeZones.Read(input.TimeZone.Value, at["timeZone"]);
        if (input.Attributes.HasValue) interaction.Attributes = Attributes.Read(input.Attributes.Value, at["attributes"]);
    }

    void ApplyLines(InteractionRecord record, InteractionDraft draft)
    {
        var (interaction, input, at) = (record.Interaction, draft.Input, draft.At);
        if (input.Currency.HasValue) interaction.Currency = Currencies.Read(input.Currency.Value, at["currency"]);
        if (input.Amount.HasValue) interaction.Amount = input.Amount.Value;
        else if (draft.Lines is { Count: > 0 }) interaction.Amount = null;
        if (draft.Lines is not null)
            record.Replace([.. draft.Lines.Select((line, i) => line.Build(interaction.Id, i + 1, Reversed(line), now))]);
        interaction.Amount = Worth.Of(interaction.Amount, interaction.Currency, record.Lines, at);
        if (draft.Lines is not null) reversals.Take(interaction, draft.Lines);
        else if (interaction.Kind != InteractionKinds.Refund && record.Lines.Exists(line => line.ReversesLineId is not null))
            throw new NotReversibleException(at["kind"], $"Its lines take lines of a purchase back, and {interaction.Kind} is no refund");
        reversals.Remember(record);
    }

    Guid? Reversed(LineDraft line) => line.Reverses is { } reference ? reversals.Get(reference) : null;

    InteractionParticipant Build(ParticipantDraft draft, Guid interactionId) => new()
    {
        Id = Guid.CreateVersion7(now),
        InteractionId = interactionId,
        ContactId = draft.Contact is { } contact ? contacts.Get(contact) : null,
        UserId = users.Get(draft.UserId, draft.At["userId"]),
        Role = draft.Role,
    };

    static DateTimeOffset Moment(DateTimeOffset value, FieldPath at) => value >= s_earliest
        ? Clock.Kept(value)
        : throw new InvalidDateException(at, $"{value:yyyy-MM-dd} is before the year 1000. Check the year.");
}
