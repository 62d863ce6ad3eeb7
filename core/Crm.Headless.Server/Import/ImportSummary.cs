using System.Globalization;
using System.Text;
using Crm.Headless.Server.Events;

namespace Crm.Headless.Server.Import;

/// <summary>The last words of an import.</summary>
internal static class ImportSummary
{
    public static string Of(ImportRun run, IReadOnlyList<ImportTarget> targets, RefusedRows refused, IReadOnlyList<ParkedLane> parked, TimeSpan took)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{run.Rows:N0} rows in {took.TotalSeconds:N1} s.");
        foreach (var target in targets)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {target,-13} {Outcomes(target)}");
        text.AppendLine(refused.Count == 0 ? "No row was refused." : string.Create(CultureInfo.InvariantCulture,
            $"{refused.Count:N0} rows were refused. They stand with line number and reason in {refused.Path}; correct them there or in the source and import again."));
        text.Append(parked.Count == 0 ? "All event handlers are done." : string.Create(CultureInfo.InvariantCulture,
            $"{parked.Count:N0} contacts or accounts wait because a handler failed, first {parked[0].Handler}: {parked[0].LastError}"));
        return text.ToString();
    }

    static string Outcomes(ImportTarget target) => target.Outcomes.Count == 0
        ? "nothing"
        : string.Join(", ", target.Outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal)
            .Select(outcome => string.Create(CultureInfo.InvariantCulture, $"{outcome.Value:N0} {outcome.Key.ToLowerInvariant().Replace('_', ' ')}")));
}
