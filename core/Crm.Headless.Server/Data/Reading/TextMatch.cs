using System.Linq.Expressions;
using System.Text;

namespace Crm.Headless.Server.Data;

/// <summary>Parts of texts, byte by byte on both databases. Both arguments are normalized where the column is.</summary>
static class TextMatch
{
    public static Expression Contains(Expression text, string part)
        => Expression.Call(text, nameof(string.Contains), null, Parameter.Of(part, typeof(string)));

    public static Expression EndsWith(Expression text, string part)
        => Expression.Call(text, nameof(string.EndsWith), null, Parameter.Of(part, typeof(string)));

    /// <summary>As a range, which an index serves on both databases; LIKE would fold ASCII on SQLite.</summary>
    public static Expression StartsWith(Expression text, string part)
    {
        if (part.Length == 0)
            return Comparison.True;
        var from = Comparison.Make(ExpressionType.GreaterThanOrEqual, text, Parameter.Of(part, typeof(string)));
        return Successor(part) is { } end
            ? Comparison.And(from, Comparison.Make(ExpressionType.LessThan, text, Parameter.Of(end, typeof(string))))
            : from;
    }

    /// <summary>The first text behind all that begin with this one; null when there is none.</summary>
    internal static string? Successor(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        for (var last = runes.Count - 1; last >= 0; last--)
            if (runes[last].Value < 0x10FFFF)
            {
                var next = runes[last].Value == 0xD7FF ? new Rune(0xE000) : new Rune(runes[last].Value + 1);
                return string.Concat(runes.Take(last).Append(next));
            }
        return null;
    }
}
