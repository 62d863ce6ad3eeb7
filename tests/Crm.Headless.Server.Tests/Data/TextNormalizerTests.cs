using Crm.Headless.Server.Data.Text;

namespace Crm.Headless.Server.Tests.Data;

public sealed class TextNormalizerTests
{
    [Theory]
    [InlineData("MÜLLER", "müller")]
    [InlineData("STRASSE", "straße")]
    [InlineData("Σίσυφος", "ΣΊΣΥΦΟΣ")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("Ｗｉｄｅ", "wide")]
    [InlineData("ﬁn", "FIN")]
    [InlineData("e\u0301", "É")]
    public void Texts_that_people_take_for_equal_are_equal(string one, string other)
        => Assert.Equal(TextNormalizer.Normalize(one), TextNormalizer.Normalize(other));

    [Fact]
    public void Half_a_character_becomes_the_replacement_character() => Assert.Equal("a\uFFFD", TextNormalizer.Normalize("A\uD83D"));

    [Fact]
    public void Accents_tell_names_apart() => Assert.NotEqual(TextNormalizer.Normalize("Muller"), TextNormalizer.Normalize("Müller"));

    [Fact]
    public void Normalizing_again_changes_nothing()
    {
        for (var value = 1; value < 0x30000; value++)
            if (System.Text.Rune.IsValid(value))
            {
                var once = TextNormalizer.Normalize(new System.Text.Rune(value).ToString());
                Assert.Equal(once, TextNormalizer.Normalize(once));
            }
    }

    [Fact]
    public void The_digits_of_any_script_are_found() => Assert.Equal("493012", TextNormalizer.Digits("+49 (30) ١２"));
}
