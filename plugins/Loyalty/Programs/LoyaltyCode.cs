namespace Crm.Headless.Loyalty;

/// <summary>By what programmes and rules are known.</summary>
static class LoyaltyCode
{
    const int Longest = 50;

    /// <exception cref="LoyaltyCodeInvalidException">It can't be one.</exception>
    public static string Checked(string code) =>
        code.Length is > 0 and <= Longest && code.All(mark => char.IsAsciiLetterLower(mark) || char.IsAsciiDigit(mark) || mark == '-')
            ? code
            : throw new LoyaltyCodeInvalidException(code);
}

/// <summary>A text can't be a code.</summary>
/// <param name="code">What was asked for.</param>
public sealed class LoyaltyCodeInvalidException(string code) : CrmException(
    "LOYALTY_CODE_INVALID", $"\"{code}\" can't be a code. Use up to 50 small letters, digits and hyphens, such as \"summer-2026\".");

/// <summary>A code is taken.</summary>
/// <param name="code">What was asked for.</param>
public sealed class LoyaltyCodeInUseException(string code)
    : CrmException("LOYALTY_CODE_IN_USE", $"The code \"{code}\" is in use already. Choose another one.");
