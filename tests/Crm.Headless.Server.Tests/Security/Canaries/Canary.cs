namespace Crm.Headless.Tests.Security.Canaries;

/// <summary>Personal data that stand in no other text, and what finds them again in whatever form.</summary>
static class Canary
{
    public const string Name = "Kanarinda", FamilyName = "Kanarienvogel", Email = "kanarinda@kanari.example", Phone = "+8613855501234",
        Street = "Kanariengasse 77", Subject = "Kanaribetreff", Body = "Kanarirumpf", Identity = "oKanariUnion77", Key = "KANARI-77",
        NoEmail = "kanarinda at kanari", NoPhone = "+86138 kanari", NoDate = "kanari-13-45";

    /// <summary>What every personal canary holds.</summary>
    public static readonly string[] Marks = ["kanari", "13855501234", "1385550"];

    /// <summary>The first mark that a text holds; null when it is clean.</summary>
    public static string? FoundIn(string text) => Marks.FirstOrDefault(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));
}
