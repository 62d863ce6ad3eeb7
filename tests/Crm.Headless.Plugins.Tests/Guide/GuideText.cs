using System.Text.RegularExpressions;

namespace Crm.Headless.Plugins.Tests.Guide;

/// <summary>One block of a guide that can be done.</summary>
/// <param name="Line">Where it stands.</param>
abstract record GuideStep(int Line);

/// <summary>A file that the reader writes: the line above the block names it.</summary>
sealed record WriteFile(int Line, string Path, string Content) : GuideStep(Line);

/// <summary>Commands that the reader types.</summary>
sealed record RunCommands(int Line, string Commands) : GuideStep(Line);

/// <summary>A document that the reader sends, and the answer that stands below it.</summary>
sealed record SendQuery(int Line, string Document, string Answer) : GuideStep(Line);

/// <summary>The blocks of a guide in Markdown. One that is of none of these kinds can't be tried, and is refused.</summary>
static partial class GuideText
{
    public static IReadOnlyList<GuideStep> StepsOf(string markdown)
    {
        var steps = new List<GuideStep>();
        foreach (Match block in Block().Matches(markdown))
        {
            var (line, language, content) = (markdown.AsSpan(0, block.Index).Count('\n') + 1, block.Groups["language"].Value, block.Groups["content"].Value);
            if (block.Groups["file"] is { Success: true, Value: var path }) steps.Add(new WriteFile(line, path, content));
            else if (language == "sh") steps.Add(new RunCommands(line, content));
            else if (language == "graphql") steps.Add(new SendQuery(line, content, ""));
            else if (language == "json" && steps is [.., SendQuery { Answer: "" } query]) steps[^1] = query with { Answer = content };
            else if (language != "text") Assert.Fail($"The guide's block at line {line} is not tried by anybody: give it a file name, or call it text.");
        }
        return steps;
    }

    [GeneratedRegex(@"(?:^`(?<file>[^`\n]+)`:?\n\n)?^```(?<language>[a-z]*)\n(?<content>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
