namespace Crm.Headless.Tests.Security.Canaries;

/// <summary>What opens doors, right or wrong, and the parts of it that nobody may find again.</summary>
sealed class Secrets
{
    readonly List<string> _parts = [];

    public const string WrongKey = "crm_wrongcanarysecret0123456789", WrongAdminKey = "crm_admin_wrongcanarysecret0123456789",
        WrongToken = "eyJhbGciOiJFUzI1NiJ9.d3JvbmdjYW5hcnlzZWNyZXQ.d3JvbmdjYW5hcnlzZWNyZXRz";

    public int Count { get; private set; }

    public Secrets()
    {
        foreach (var wrong in new[] { "wrongcanarysecret", WrongToken.Split('.')[1], WrongToken.Split('.')[2] }) _parts.Add(wrong);
        Count = 3;
    }

    /// <summary>A key: its last four letters are its hint, which is shown.</summary>
    public string Key(string key)
    {
        Count++;
        _parts.Add(key["crm_".Length..^4][^20..]);
        return key;
    }

    /// <summary>A token: what it says, and its signature.</summary>
    public string Token(string token)
    {
        Count++;
        _parts.AddRange(token.Split('.').Skip(1).Select(part => part[..Math.Min(part.Length, 40)]));
        return token;
    }

    /// <summary>The first part that a text holds; null when it is clean.</summary>
    public string? FoundIn(string text) => _parts.FirstOrDefault(part => text.Contains(part, StringComparison.Ordinal));
}
