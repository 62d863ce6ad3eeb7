using Crm.Headless.Benchmarks.Data;

namespace Crm.Headless.Benchmarks.Load;

/// <summary>The right answers, by plain SQL over the data set, one line per contact.</summary>
static class Expected
{
    const string Head = "SELECT c.id, c.first_name, c.last_name, c.email";
    const string One = $"{Head}, c.phone, c.created_at FROM contact c WHERE c.id = $1";

    const string Rich = $"""
        {Head}, a.name, a.industry, l.balance, l.tier, (SELECT group_concat(kind || ';' || subject || ';' || occurred_at, ',')
          FROM (SELECT * FROM interaction WHERE contact_id = c.id ORDER BY occurred_at DESC LIMIT 5))
        FROM contact c JOIN account a ON a.id = c.account_id JOIN loyalty_account l ON l.contact_id = c.id WHERE c.id = $1
        """;

    const string Found = "FROM contact c JOIN account a ON a.id = c.account_id WHERE a.industry = $1 AND substr(c.last_name, 1, length($2)) = $2";

    public static IReadOnlyList<string> Of(Ask ask, DataSet data) => ask.Workload switch
    {
        "w2" => data.Lines("SELECT last_name FROM contact ORDER BY last_name, id LIMIT 50 OFFSET $1", (ask.Place + 1) * data.Step),
        "w3" =>
        [
            .. data.Lines($"SELECT count(*), CASE WHEN count(*) > 20 THEN 'true' ELSE 'false' END {Found}", ask.Industry, ask.Prefix),
            .. data.Lines($"{Head}, c.created_at, a.name {Found} ORDER BY c.created_at DESC, c.id DESC LIMIT 20", ask.Industry, ask.Prefix),
        ],
        "w4" => data.Lines("SELECT first_name, last_name FROM contact WHERE id = $1", ask.Contacts[0]),
        _ => [.. ask.Contacts.SelectMany(row => data.Lines(One, row))],
    };

    /// <summary>What W2 says about one contact. Which of several with the same name come first is the peer's own affair.</summary>
    public static string OnPage(int contact, DataSet data) => data.Lines(Rich, contact)[0];
}
