using System.Text;
using System.Text.Json;

namespace Crm.Headless.Tests.Http;

/// <summary>Requests that no honest client sends; the same number gives the same request.</summary>
static class HostileBodies
{
    const string Document =
        """query Q($first: Int = 3, $id: ID!, $where: ContactFilterInput) { contacts(first: $first, where: $where) { nodes { id ...F } } contact(id: $id) { id } node(id: $id) { id } } fragment F on Contact { displayName }""";

    static readonly Func<Random, byte[]>[] Small =
    [
        RandomBytes, Damaged, Damaged, WrongUtf8, Typed, Typed, WithVariables, WithVariables, WithVariables, BrokenDocument, BrokenDocument, BrokenDocument,
        random => Query("query A { __typename } query B { __typename }", Text(random, 12)),
        random => Query("query A { __typename }", "B"),
        random => Query("{ ...A } fragment A on Query { ...B } fragment B on Query { __typename ...A }"),
        random => Query("subscription { contactChanged { id } }"),
    ];

    static readonly Func<Random, byte[]>[] Large =
    [
        random => Query(Repeat("{ a ", random.Next(3000))),
        random => Query("{ node(id: " + Repeat("[", random.Next(5000)) + " ) }"),
        random => Query("{ " + Repeat("a: __typename ", random.Next(4000)) + "}"),
        random => Query("{ " + string.Concat(Enumerable.Range(0, random.Next(2000)).Select(i => $"a{i}: __typename ")) + "}"),
        random => Query("{ ...F0 } " + string.Concat(Enumerable.Range(0, random.Next(600)).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }} "))),
        random => Query("{ node(id: \"" + new string('x', random.Next(300_000)) + "\") { id } }"),
        random => Query("{ contacts(first: " + new string('9', random.Next(1, 20_000)) + ") { totalCount } }"),
        random => Query("{ __typename " + Repeat("@include(if: true) ", random.Next(2000)) + "}"),
        random => Query("{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }"),
        random => Query("#" + Text(random, 50_000)),
        random => Encoding.UTF8.GetBytes(Repeat("[", random.Next(5000))),
        random => Encoding.UTF8.GetBytes("""{"query": "{ __typename }", "variables": """ + Repeat("""{"a": """, random.Next(3000))),
    ];

    public static byte[] Make(int seed)
    {
        var random = new Random(seed);
        var kinds = random.Next(50) == 0 ? Large : Small;
        return kinds[random.Next(kinds.Length)](random);
    }

    static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }

    static byte[] Damaged(Random random)
    {
        var body = WithVariables(random);
        for (var wounds = random.Next(1, 6); wounds > 0; wounds--) body[random.Next(body.Length)] = (byte)random.Next(256);
        return body[..random.Next(body.Length / 2, body.Length + 1)];
    }

    static byte[] WrongUtf8(Random random) => [.. "{\"query\": \"{ a"u8, (byte)random.Next(128, 256), .. "}\"}"u8];

    /// <summary>Every member with a value of any kind.</summary>
    static byte[] Typed(Random random)
    {
        string[] names = ["query", "operationName", "variables", "extensions", "documentId", "more"];
        var members = names.Where(_ => random.Next(3) > 0).Select(name => $"\"{name}\": {Json(random, 3)}");
        return Encoding.UTF8.GetBytes("{" + string.Join(",", members) + "}");
    }

    static byte[] WithVariables(Random random)
    {
        string[] names = ["first", "id", "where", "nope"];
        var variables = names.Where(_ => random.Next(4) > 0).Select(name => $"\"{name}\": {Json(random, 4)}");
        return Encoding.UTF8.GetBytes($$$"""{"query": {{{JsonSerializer.Serialize(Document)}}}, "variables": {{{{string.Join(",", variables)}}}}}""");
    }

    static byte[] BrokenDocument(Random random)
    {
        var text = new StringBuilder(Document);
        for (var wounds = random.Next(1, 8); wounds > 0; wounds--)
        {
            var place = random.Next(text.Length);
            if (random.Next(2) == 0) text.Remove(place, Math.Min(random.Next(1, 10), text.Length - place));
            else text.Insert(place, Text(random, 4));
        }
        return Query(text.ToString());
    }

    static byte[] Query(string document, string? operationName = null) => JsonSerializer.SerializeToUtf8Bytes(new { query = document, operationName });

    static string Text(Random random, int length)
    {
        const string Letters = "{}()[]$@!:=|&\"\\#.,_0129eE-+ \n\tabcdefgäß张\u0000\u2028\ufeff";
        return new([.. Enumerable.Range(0, random.Next(length + 1)).Select(_ => Letters[random.Next(Letters.Length)])]);
    }

    static string Json(Random random, int depth) => random.Next(depth > 0 ? 12 : 9) switch
    {
        0 => "null",
        1 => "true",
        2 => random.Next().ToString(),
        3 => "-1e" + random.Next(500),
        4 => new string('7', random.Next(1, 60)),
        5 => JsonSerializer.Serialize(Text(random, 20)),
        6 => "\"\\ud83d\"",
        7 => "\"\\u0000\"",
        8 => JsonSerializer.Serialize(Document),
        9 => $"[{Json(random, depth - 1)}, {Json(random, depth - 1)}]",
        10 => $$"""{"displayName": {{Json(random, depth - 1)}}, "and": {{Json(random, depth - 1)}}}""",
        _ => $$"""{"persistedQuery": {{Json(random, depth - 1)}}, "sha256Hash": {{Json(random, depth - 1)}}}""",
    };

    static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
