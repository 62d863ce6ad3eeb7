using System.Text.Json;

namespace Crm.Headless.Benchmarks.Data;

/// <summary>What the server made of the data set's row numbers, kept beside the database for later runs.</summary>
/// <param name="Contacts">The ids of the contacts, that of row 1 first.</param>
/// <param name="Cursors">Those of the places behind which W2 begins.</param>
sealed record Keys(IReadOnlyList<string> Contacts, IReadOnlyList<string> Cursors)
{
    public static Keys None { get; } = new([], []);

    public string ContactAt(int row) => Contacts[row - 1];

    public static async Task<Keys?> ReadAsync(string file) =>
        File.Exists(file) ? JsonSerializer.Deserialize<Keys>(await File.ReadAllTextAsync(file)) : null;

    public Task WriteAsync(string file) => File.WriteAllTextAsync(file, JsonSerializer.Serialize(this));
}
