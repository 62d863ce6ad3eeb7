namespace Crm.Headless.Server.Tests.Data;

/// <summary>Contacts, accounts and interactions with many nulls, ties and scripts.</summary>
sealed class RandomRows
{
    static readonly string?[] Texts =
        [null, "", "anna", "Anna", "ANNA", "Äpfel", "apfel", "Zoë", "张伟", "张伟先生", "Ｗｉｄｅ", "wide", "ß", "SS", "Σίσυφος", "%", "a_b", "a\\b", "😀", "\uFFFD", "İ", "é", "e\u0301", "ﬁn"];

    static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public RandomRows(Random random)
    {
        for (var i = 0; i < 15; i++)
            Accounts.Add(Fill(new Account(), ("Id", Id(random)), ("Name", Texts[random.Next(1, Texts.Length)]), ("Industry", Any(random)), ("CreatedAt", Time(random)), ("Version", 1)));
        for (var i = 0; i < 120; i++)
            Contacts.Add(Fill(new Contact(), ("Id", Id(random)), ("DisplayName", Texts[random.Next(1, Texts.Length)]), ("GivenName", Any(random)), ("Language", Any(random)),
                ("BirthDate", random.Next(3) == 0 ? new BirthDate(random.Next(2) == 0 ? null : 1980 + random.Next(5), 1 + random.Next(12), 1 + random.Next(28)) : null),
                ("AccountId", random.Next(3) == 0 ? null : Accounts[random.Next(Accounts.Count)].Id), ("Status", (RecordStatus)random.Next(2)),
                ("CreatedAt", Time(random)), ("Version", 1)));
        for (var i = 0; i < 250; i++)
        {
            var id = Id(random);
            Interactions.Add(Fill(new Interaction(), ("Id", id), ("OriginalId", id), ("Revision", 1), ("Kind", random.Next(2) == 0 ? InteractionKinds.Purchase : InteractionKinds.Call),
                ("Channel", random.Next(3) == 0 ? null : (InteractionChannel)random.Next(8)), ("Subject", Any(random)), ("OccurredAt", Time(random)), ("RecordedAt", Start),
                ("ContactId", random.Next(5) == 0 ? null : Contacts[random.Next(Contacts.Count)].Id),
                ("Amount", random.Next(2) == 0 ? null : random.Next(-5, 6) * 0.2501m), ("Currency", "EUR")));
        }
    }

    public List<Account> Accounts { get; } = [];
    public List<Contact> Contacts { get; } = [];
    public List<Interaction> Interactions { get; } = [];

    public IReadOnlyDictionary<Type, IReadOnlyList<object>> ByType => new Dictionary<Type, IReadOnlyList<object>>
    {
        [typeof(Account)] = Accounts,
        [typeof(Contact)] = Contacts,
        [typeof(Interaction)] = Interactions,
    };

    static string? Any(Random random) => Texts[random.Next(Texts.Length)];

    static DateTimeOffset Time(Random random) => Start.AddHours(random.Next(30));

    static Guid Id(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    static T Fill<T>(T row, params (string Property, object? Value)[] values) where T : class
    {
        foreach (var (property, value) in values)
            Samples.Set(row, property, value);
        return row;
    }
}
