using System.Text;

namespace Crm.Headless.GraphQL.Language;

/// <summary>
/// Names recur from request to request, so a bounded table keeps the last string of each slot instead of making it anew.
/// A race between two threads costs one string and nothing else: a slot is a reference, which is written as a whole.
/// </summary>
static class NameCache
{
    const int Slots = 2048;
    const int LongestKept = 48;

    static readonly string?[] Kept = new string?[Slots];

    public static string Get(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestKept) return Encoding.ASCII.GetString(name);
        ref var slot = ref Kept[Hash(name) % Slots];
        var kept = slot;
        if (kept is not null && Ascii.Equals(name, kept)) return kept;
        return slot = Encoding.ASCII.GetString(name);
    }

    // FNV-1a: short, and good enough for a table whose collisions only cost a string.
    static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261;
        foreach (var letter in name) hash = (hash ^ letter) * 16777619;
        return hash;
    }
}
