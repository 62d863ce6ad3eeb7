using System.Text;

namespace Crm.Headless.GraphQL.Tests.Language;

/// <summary>
/// Writes random documents: valid ones by the grammar, damaged ones, and soups of tokens. Everything follows from the seed.
/// </summary>
sealed class DocumentGenerator(int seed)
{
    static readonly string[] Names =
        ["id", "name", "party", "person", "on", "query", "type", "friends", "_x", "A1", "Person", "Party", "sum"];

    static readonly string[] Tokens =
    [
        "{", "}", "(", ")", "[", "]", ":", "=", "!", "$", "@", "|", "&", "...", "...", "\"", "\"\"\"", "\\",
        "#", ",", "\n", "\uFEFF", "-", "0", "1.5e3",
        "query", "mutation", "subscription", "fragment", "on", "schema", "extend", "scalar", "type", "interface", "union", "enum", "input",
        "directive", "implements", "repeatable", "true", "null", "FIELD", "$id", "ID!", "@skip(if: true)", "{ id }", "\"a\"", "\\u{1F600}",
        "id", "name", "party", "person", "__schema", "__typename", "Person", "Party", "friends(first: 1)",
    ];

    static readonly string[] Valid =
    [
        "query Q($id: ID!, $n: [Int!] = [1]) { node(id: $id) { ...p } sum(of: $n) } "
            + "fragment p on Person { id friends(first: 1, where: {name: \"a\"}) { id } }",
        "mutation M { rename(id: 1, name: \"\"\"\n  Ada\n    Lovelace\n\"\"\") { id @trace(id: 1) } }",
        "subscription { renamed { ... on Party { name(short: true) } } }",
        "{ __schema { types { name fields { name type { ofType { name } } } } } a: party { __typename } a: party { id } }",
        "\"Text.\" schema @d { query: Q } type Q implements A & B { a(x: [Int!]! = [1] @d): Int @deprecated } "
            + "interface A { a: Int } union U = | Q | A",
        "extend enum E { A B @deprecated } input I @oneOf { a: I b: [Int] = [1, {x: 1}] } "
            + "directive @d(a: I) repeatable on FIELD | OBJECT scalar S",
    ];

    readonly Random _random = new(seed);

    public string Soup() => string.Join(_random.Next(3) == 0 ? "" : " ", Enumerable.Range(0, _random.Next(40)).Select(_ => One(Tokens)));

    /// <summary>A valid document in which bytes, tokens or whole pieces are lost, doubled, swapped or replaced.</summary>
    public byte[] Damaged()
    {
        var text = Encoding.UTF8.GetBytes(One(Valid)).ToList();
        for (var damage = _random.Next(1, 5); damage > 0 && text.Count > 1; damage--) Damage(text);
        return [.. text];
    }

    void Damage(List<byte> text)
    {
        var at = _random.Next(text.Count);
        var length = _random.Next(Math.Min(12, text.Count - at));
        switch (_random.Next(5))
        {
            case 0: text.RemoveRange(at, length); break;
            case 1: text.InsertRange(at, text.GetRange(at, length)); break;
            case 2: text[at] = (byte)_random.Next(256); break;
            case 3: text.InsertRange(at, Encoding.UTF8.GetBytes(One(Tokens))); break;
            default: text.InsertRange(_random.Next(text.Count), text.GetRange(at, length)); break;
        }
    }

    /// <summary>A document of the grammar: any definition, any value, any text in strings.</summary>
    public string Document() => string.Join(Space(), Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Definition()));

    string Definition() => _random.Next(8) switch
    {
        0 => Selections(3),
        1 => $"{Described()}{One(["query", "mutation"])} {Name()}{Variables()}{Directives()}{Selections(3)}",
        2 => $"{Described()}fragment f{Name()} on {Name()}{Directives()} {Selections(3)}",
        3 => $"{Described()}type {Name()} implements {Name()} & {Name()}{Directives()} "
            + $"{{ {Described()}{Name()}{Arguments()}: {Type()}{Directives()} }}",
        4 => $"{Described()}input {Name()}{Directives()} {{ {Described()}{Name()}: {Type()} = {Value(2)}{Directives()} }}",
        5 => $"{Described()}enum {Name()} {{ {Described()}{Name()} {Name()}{Directives()} }}",
        6 => $"{Described()}directive @{Name()}{Arguments()} repeatable on FIELD | | OBJECT".Replace("| |", "|"),
        _ => $"extend union {Name()} = | {Name()} | {Name()}",
    };

    string Variables() => _random.Next(2) == 0 ? "" : $"({Described()}${Name()}: {Type()} = {Value(2)}{Directives()})";

    string Arguments() => _random.Next(2) == 0 ? "" : $"({Described()}{Name()}: {Type()} = {Value(2)})";

    string Directives() => _random.Next(3) == 0 ? $" @{Name()}({Name()}: {Value(2)}) " : " ";

    string Described() => _random.Next(3) == 0 ? Text() + Space() : "";

    string Selections(int depth) =>
        "{" + Space() + string.Join(Space(), Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Selection(depth))) + "}";

    string Selection(int depth) => _random.Next(depth > 0 ? 5 : 3) switch
    {
        0 => Name(),
        1 => $"{Name()}: {Name()}({Name()}: {Value(3)}, {Name()}: {Value(1)}){Directives()}",
        2 => $"...f{Name()}{Directives()}",
        3 => $"... on {Name()}{Directives()} {Selections(depth - 1)}",
        _ => $"{Name()}{Directives()} {Selections(depth - 1)}",
    };

    string Type() => _random.Next(4) switch
    {
        0 => $"[{Type()}]",
        1 => $"[{Name()}!]!",
        _ => Name(),
    };

    string Value(int depth) => _random.Next(depth > 0 ? 9 : 7) switch
    {
        0 => _random.Next(-1000, 1000).ToString(),
        1 => "-1.50e+3",
        2 => "true",
        3 => "null",
        4 => Name(),
        5 or 6 => Text(),
        7 => $"[{string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1)))}]",
        _ => $"{{ {string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(_ => $"{Name()}: {Value(depth - 1)}"))} }}",
    };

    string Text()
    {
        string[] pieces = ["a", " ", "  ", "\t", "伟", "😀", "\\\"\\\"\\\"", "'", "long words to fill the line with ", "#", "{"];
        var isBlock = _random.Next(2) == 0;
        string[] special = isBlock
            ? ["\n", "\n  ", "\r\n", "\n\n", "\\", "\\n", "\\\"\"\""]
            : ["\\n", "\\\\", "\\u0007", "\\u{1F600}", "\\\""];
        var text = string.Concat(Enumerable.Range(0, _random.Next(12)).Select(_ => One(_random.Next(3) == 0 ? special : pieces)));
        if (!isBlock) return $"\"{text}\"";
        var end = text.LastOrDefault() is '\\' or '"' ? " " : "";
        return $"\"\"\"{text}{end}\"\"\"";
    }

    string Space() => One([" ", "\n", "\r\n", ", ", " # so\n"]);

    string Name() => One(Names);

    string One(string[] from) => from[_random.Next(from.Length)];
}
