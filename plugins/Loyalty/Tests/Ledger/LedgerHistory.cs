using System.Text.Json;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Takes steps for two members, and keeps count by itself of what their purchases are worth.</summary>
sealed class LedgerHistory(LoyaltyHost host, string[] people)
{
    readonly string _key = Guid.NewGuid().ToString("N")[..8];
    readonly List<(string Id, decimal Amount, bool IsRefund)> _facts = [];
    readonly List<(string Key, int Who, decimal[] Lines)> _baskets = [];
    readonly List<string> _redemptions = [];
    readonly List<string> _holds = [];
    bool _isMerged;
    int _number;

    /// <summary>What can't be done, the API refuses or is left out.</summary>
    public Task TakeAsync(LedgerProperties.Step step) => step.Kind switch
    {
        "purchase" => PurchaseAsync(step),
        "refund" => RefundAsync(step),
        "lines" => LinesAsync(step),
        "refundLine" => RefundLineAsync(step),
        "correct" => CorrectAsync(step),
        "void" => VoidAsync(step),
        "redeem" => RedeemAsync(step),
        "refundRedemption" => RefundRedemptionAsync(step),
        "hold" => HoldAsync(step),
        "confirm" or "cancel" => EndHoldAsync(step),
        "days" => DaysAsync(step),
        "adjust" =>
            host.ChangeAsync(
                "loyaltyAdjust",
                new { contactId = people[step.Who], points = step.Which % 2 == 0 ? step.Amount : -step.Amount, reason = "a test" },
                "__typename"),
        "transfer" => TransferAsync(step),
        _ => MergeAsync(step),
    };

    /// <summary>What is wrong at the end, or was at any moment.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync()
    {
        var books = new List<LedgerBook>();
        foreach (var person in _isMerged ? people[..1] : people)
            if (await LedgerBook.ReadAsync(host, person) is { } book) books.Add(book);
        var faults = books.SelectMany(book => book.Faults()).ToList();
        foreach (var (book, person) in books.Zip(people)) faults.AddRange(await MomentFaultsAsync(book, person));
        if (!_isMerged && books.Sum(book => book.Issued) is var issued && issued != Worth && books.Count == people.Length)
            faults.Add($"{issued} points are issued, for purchases worth {Worth}");
        return faults;
    }

    /// <summary>One point per whole unit of each purchase, and as many taken back for each refund that names none.</summary>
    long Worth => _facts.Sum(fact => (fact.IsRefund ? -1 : 1) * (long)decimal.Floor(fact.Amount))
        + _baskets.Sum(basket => (long)decimal.Floor(basket.Lines.Sum()));

    async Task<IReadOnlyList<string>> MomentFaultsAsync(LedgerBook book, string person)
    {
        if (book.Rows.Count == 0) return [];
        var at = book.Rows[book.Rows.Count / 2].GetProperty("recordedAt").GetDateTimeOffset();
        var then = (await host.AccountAsync(person, $"asOf(at: \"{at:O}\") {{ pending available held debt }}")).GetProperty("asOf");
        var told = (Of("pending"), Of("available"), Of("held"), Of("debt"));
        return told == book.At(at) ? [] : [$"as of {at:O} it tells {told}, by the ledger it was {book.At(at)}"];

        long Of(string name) => then.GetProperty(name).GetInt64();
    }

    async Task PurchaseAsync(LedgerProperties.Step step)
    {
        var amount = step.Amount + (step.Which / 100m);
        _facts.Add((await host.PurchaseAsync(people[step.Who], amount), amount, false));
    }

    async Task RefundAsync(LedgerProperties.Step step) =>
        _facts.Add((await host.RefundAsync(people[step.Who], step.Amount), step.Amount, true));

    async Task LinesAsync(LedgerProperties.Step step)
    {
        decimal[] lines = [step.Amount, step.Which + 1.5m];
        _baskets.Add(($"{_key}-{_number++}", step.Who, lines));
        await host.DoAsync("recordInteraction", new
        {
            kind = "PURCHASE",
            contact = new { id = people[step.Who] },
            currency = "USD",
            source = "shop",
            externalId = _baskets[^1].Key,
            lines = lines.Select(gross => new { quantity = 1, gross }),
        }, "interaction");
    }

    async Task RefundLineAsync(LedgerProperties.Step step)
    {
        if (_baskets.Count == 0) return;
        var (key, who, lines) = _baskets[step.Which % _baskets.Count];
        var position = step.Amount % 2;
        if (lines[position] == 0) return;
        await host.DoAsync("recordInteraction", new
        {
            kind = "REFUND",
            contact = new { id = people[who] },
            currency = "USD",
            lines = new[] { new { quantity = 1, gross = lines[position],
                reverses = new { place = new { source = "shop", externalId = key, position = position + 1 } } } },
        }, "interaction");
        lines[position] = 0;
    }

    async Task CorrectAsync(LedgerProperties.Step step)
    {
        if (_facts.Count == 0) return;
        var at = step.Which % _facts.Count;
        _facts[at] = _facts[at] with { Id = await host.CorrectAsync(_facts[at].Id, new { amount = step.Amount }), Amount = step.Amount };
    }

    async Task VoidAsync(LedgerProperties.Step step)
    {
        if (_facts.Count == 0) return;
        await host.VoidAsync(_facts[step.Which % _facts.Count].Id);
        _facts.RemoveAt(step.Which % _facts.Count);
    }

    /// <summary>With the same key again the answer is the same.</summary>
    async Task RedeemAsync(LedgerProperties.Step step)
    {
        await host.HandledAsync();
        var key = $"{_key}-{_number++}";
        var first = await host.RedeemAsync(people[step.Who], step.Amount, key);
        var again = await host.RedeemAsync(people[step.Who], step.Amount, key);
        Assert.Equal(first.ToString(), again.ToString());
        if (first.GetProperty("loyaltyTransaction") is { ValueKind: JsonValueKind.Object } spent)
            _redemptions.Add(spent.GetProperty("id").GetString()!);
    }

    async Task RefundRedemptionAsync(LedgerProperties.Step step)
    {
        if (_redemptions.Count == 0) return;
        await host.ChangeAsync(
            "loyaltyRefundRedemption", new { transactionId = _redemptions[step.Which % _redemptions.Count], points = step.Amount },
            "__typename");
    }

    async Task HoldAsync(LedgerProperties.Step step)
    {
        var made = await host.ChangeAsync(
            "loyaltyHold", new { contactId = people[step.Who], points = step.Amount, minutes = 10_080 }, "loyaltyHold { id }");
        if (made.GetProperty("loyaltyHold") is { ValueKind: JsonValueKind.Object } hold) _holds.Add(hold.GetProperty("id").GetString()!);
    }

    async Task EndHoldAsync(LedgerProperties.Step step)
    {
        if (_holds.Count == 0) return;
        var holdId = _holds[step.Which % _holds.Count];
        if (step.Kind == "cancel") await host.ChangeAsync("loyaltyCancelHold", new { holdId }, "__typename");
        else await host.ChangeAsync("loyaltyConfirmHold", new { holdId, points = step.Amount }, "__typename");
    }

    async Task DaysAsync(LedgerProperties.Step step)
    {
        await host.HandledAsync();
        host.Crm.Clock.Advance(TimeSpan.FromDays(step.Amount % 20));
    }

    Task TransferAsync(LedgerProperties.Step step) => host.ChangeAsync(
        "loyaltyTransfer", new { fromContactId = people[step.Who], toContactId = people[1 - step.Who], points = step.Amount },
        "__typename");

    async Task MergeAsync(LedgerProperties.Step step)
    {
        if (_isMerged == (step.Kind == "merge")) return;
        await host.HandledAsync();
        object input = _isMerged ? new { mergedId = people[1] } : new { survivorId = people[0], mergedId = people[1] };
        var field = _isMerged ? "unmergeContacts" : "mergeContacts";
        var payload = await host.ChangeAsync(field, input, "__typename");
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.ToString());
        _isMerged = !_isMerged;
    }
}
