using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Judges baskets as purchases are judged.</summary>
sealed class Quotes(ICrmStore store, Catalogs catalogs, MemberHistory history, UnitLimits limits, IActor actor, TimeProvider time)
{
    const int MostLines = 500;

    /// <exception cref="LoyaltyProgramNotFoundException">There is no such programme.</exception>
    /// <exception cref="LoyaltyContactNotFoundException">There is no such contact, or a member asks for somebody else.</exception>
    /// <exception cref="LoyaltyBasketInvalidException">The basket makes no sense.</exception>
    public async Task<LoyaltyQuote> OfAsync(LoyaltyBasketInput basket, CancellationToken ct)
    {
        var catalog = await catalogs.PeekAsync(ct);
        var program = catalog.Program(basket.Program);
        var what = Read(basket);
        var contactId = (basket.ContactId ?? actor.ContactId) is { } named ? await LeadsToAsync(named, ct) : (Guid?)null;
        var account = contactId is { } id ? await AccountAsync(id, program.Id, ct) : null;
        var rules = catalog.RulesOf(program.Id);
        var worth = Judge.Of(rules, what, await history.NowAsync(rules, what, account, contactId, ct));
        return Quote(program, what, await limits.QuoteAsync(catalog, program, what.UnitId, worth, what.OccurredAt, ct));
    }

    static LoyaltyQuote Quote(LoyaltyProgram program, Purchase what, Judgement worth) => new(
        worth.Points, worth.Qualifying, LoyaltyCalendar.AvailableAt(program, what.OccurredAt),
        LoyaltyCalendar.ExpiryOf(program, what.OccurredAt),
        [.. worth.Awards.Select(award =>
            new LoyaltyQuotedAward(award.RuleCode, award.RuleVersionId, award.Points, award.Qualifying, award.LineNumber, award.Why))]);

    /// <summary>The contact that goes on, where whoever asks sees it.</summary>
    async Task<Guid> LeadsToAsync(Guid contactId, CancellationToken ct)
    {
        var found = await store.Query<Contact>().Where(contact => contact.Id == contactId).Select(contact => new { contact.MergedIntoId })
            .FirstOrDefaultAsync(ct) ?? throw new LoyaltyContactNotFoundException(contactId);
        if (found.MergedIntoId is not { } lead) return contactId;
        return await store.Query<Contact>().AnyAsync(contact => contact.Id == lead, ct) ? lead : contactId;
    }

    Task<LoyaltyAccount?> AccountAsync(Guid contactId, Guid programId, CancellationToken ct) => store.Query<LoyaltyAccount>()
        .FirstOrDefaultAsync(account => account.ContactId == contactId && account.ProgramId == programId, ct);

    Purchase Read(LoyaltyBasketInput basket)
    {
        var lines = basket.Lines ?? [];
        var kind = basket.Kind ?? InteractionKinds.Purchase;
        if (lines.Count > MostLines) throw new LoyaltyBasketInvalidException("lines", $"Give at most {MostLines}.");
        if (lines.Any(line => line.Quantity <= 0)) throw new LoyaltyBasketInvalidException("lines.quantity", "Give more than 0.");
        if (kind == InteractionKinds.Refund)
            throw new LoyaltyBasketInvalidException("kind", "A refund earns nothing: it takes back what its purchase did.");
        var amount = lines.Count > 0 ? lines.Sum(line => line.Gross) : basket.Amount;
        if (amount < 0) throw new LoyaltyBasketInvalidException("amount", "Give 0 or more.");
        if (basket.Amount is { } given && given != amount)
            throw new LoyaltyBasketInvalidException("amount", $"The lines add up to {amount}. Leave it out, or give that.");
        return new()
        {
            Kind = kind,
            OccurredAt = basket.OccurredAt ?? time.GetUtcNow(),
            Amount = amount,
            Currency = basket.Currency,
            Channel = basket.Channel,
            UnitId = basket.UnitId,
            Lines = [.. lines.Select(
                (line, index) => new PurchaseLine(index + 1, line.ProductRef, line.Category, line.Quantity, line.Gross, line.Net))],
        };
    }
}

/// <summary>A basket makes no sense.</summary>
/// <param name="field">Which part of it.</param>
/// <param name="remedy">What it may be.</param>
public sealed class LoyaltyBasketInvalidException(string field, string remedy)
    : CrmException("LOYALTY_BASKET_INVALID", $"The basket can't be judged: \"{field}\" doesn't fit. {remedy}")
{
    /// <summary>Which part of the basket.</summary>
    public string Field { get; } = field;
}
