using System.Buffers.Text;
using Crm.Headless.Server.Security.DataKeys;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crm.Headless.Server.Data.Sensitive;

/// <summary>A sensitive text as its column holds it: different each time.</summary>
/// <param name="member">For messages.</param>
sealed class ProtectedText(DataProtector protector, string purpose, string member) : ValueConverter<string, string>(
    text => protector.Protect(text, purpose), stored => protector.Unprotect(stored, purpose))
{
    public string Purpose => purpose;
    public string Member => member;
}

/// <summary>
/// What a sensitive text is found by. To EF the value of the column is the text itself, so that whatever is compared with the column or
/// written into it is hashed on its way to the database. What comes back can't be the text: it carries a mark, by which it stays as it is.
/// </summary>
sealed class LookupHash(DataProtector protector, string purpose) : ValueConverter<string, string>(
    text => ToStored(text, protector, purpose), stored => Mark + stored)
{
    const char Mark = '\0'; // in no text that can be stored

    public static string Of(string text, DataProtector protector, string purpose) => Base64Url.EncodeToString(protector.KeyedHash(text, purpose));

    static string ToStored(string text, DataProtector protector, string purpose) => text.StartsWith(Mark) ? text[1..] : Of(text, protector, purpose);
}
