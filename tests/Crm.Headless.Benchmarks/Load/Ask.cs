using Crm.Headless.Benchmarks.Data;

namespace Crm.Headless.Benchmarks.Load;

/// <summary>One request of a workload in terms of the data set, before a peer puts it into its own words.</summary>
/// <param name="Contacts">Row numbers: one, or ten for W5.</param>
/// <param name="Place">Behind which of the data set's places W2 begins.</param>
sealed record Ask(string Workload, int[] Contacts, int Place, string Industry, string Prefix, string Subject)
{
    static readonly string[] Industries =
    [
        "Aerospace", "Agriculture", "Automotive", "Banking", "Chemicals", "Construction", "Education", "Energy", "Fashion", "Food",
        "Government", "Healthcare", "Hospitality", "Insurance", "Logistics", "Manufacturing", "Media", "Retail", "Software", "Telecom",
    ];

    static readonly string[] Prefixes =
    [
        "Ab", "Al", "An", "Ba", "Be", "Br", "Ca", "Ch", "Co", "Da", "De", "Do", "Ed", "El", "Fa", "Fi", "Ga", "Go", "Ha", "Ho",
        "In", "Ja", "Jo", "Ka", "Ke", "La", "Lo", "Ma", "Mo", "Na", "No", "Pa", "Pe", "Ra", "Ro", "Sa", "So", "Ta", "Va", "Wi",
    ];

    /// <summary>The same ones for every peer.</summary>
    public static IEnumerable<Ask> Some(string workload, DataSet data, int count)
    {
        var random = new Random(4711);
        for (var i = 0; i < count; i++)
        {
            int[] contacts = [.. Enumerable.Range(0, workload == "w5" ? 10 : 1).Select(_ => random.Next(1, data.Contacts + 1))];
            yield return new(workload, contacts, random.Next(DataSet.PlaceCount), random.GetItems(Industries, 1)[0],
                random.GetItems(Prefixes, 1)[0], $"Load test #{random.Next(1_000_000)}");
        }
    }
}
