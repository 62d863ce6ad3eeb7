using FsCheck;
using FsCheck.Fluent;

namespace Crm.Headless.GraphQL.Tests.Execution;

/// <summary>Documents for the schema below that are mostly right, with now and then something wrong, and variables that mostly aren't.</summary>
static class RandomRequests
{
    public const string Sdl = """
        enum Kind { A B }
        input In { n: Int! k: Kind = A list: [In!] map: Any }
        input One @oneOf { n: Int k: Kind }
        scalar Any
        interface Thing { id: ID! name: String }
        type Box implements Thing { id: ID! name: String thing(in: In, one: One): Thing things(n: Int = 2): [Thing!] }
        type Pen implements Thing { id: ID! name: String kind: Kind color(k: Kind!): String! }
        union Any2 = Box | Pen
        type Query { box: Box pen(k: Kind): Pen! thing(id: ID!): Thing any: [[Any2]] echo(in: [In!], any: Any, b: Boolean): Any }
        type Mutation { make(in: In!): Thing! }
        """;

    static readonly Dictionary<string, (string Field, string? Type)[]> Fields = new()
    {
        ["Query"] = [("box", "Box"), ("pen(k: $k)", "Pen"), ("thing(id: 5)", "Thing"), ("any", "Any2"), ("echo(any: {a: [1, $a, null]})", null), ("echo(b: $x, in: $w)", null)],
        ["Mutation"] = [("make(in: {n: 1, list: [{n: 2, k: $k}]})", "Thing"), ("make(in: {n: 1, map: $a})", "Thing")],
        ["Box"] = [("id", null), ("name", null), ("thing", "Thing"), ("thing(in: $v)", "Thing"), ("thing(one: {k: B})", "Thing"), ("things(n: 3)", "Thing")],
        ["Pen"] = [("id", null), ("name", null), ("kind", null), ("color(k: A)", null)],
        ["Thing"] = [("id", null), ("name", null), ("__typename", null), ("... on Box", "Box"), ("... on Pen", "Pen"), ("... on Any2", "Any2")],
        ["Any2"] = [("__typename", null), ("... on Box", "Box"), ("... on Pen", "Pen"), ("... on Thing", "Thing")],
    };

    static readonly string[] Wrong = ["nope", "id { id }", "box", "...Nope", "thing(id: $nope) { id }", "color(k: C)", "pen(k: \"A\") { id }", "x: id", "__schema { types { name } }"];

    public static Gen<(string Document, string Variables)> Any =>
        from document in Document
        from damaged in Damaged(document)
        from values in Gen.ArrayOf(Json(2), 4)
        from kind in Gen.Frequency((5, Gen.Constant("\"B\"")), (1, Json(1)))
        select (damaged, $$"""{"v":{{values[0]}},"w":{{values[1]}},"x":true,"k":{{kind}},"a":{{values[3]}}}""");

    // Every variable is used once for certain: one that isn't is refused (spec section 5.8.4).
    static Gen<string> Document =>
        from operation in Gen.Frequency((4, Gen.Constant("query")), (1, Gen.Constant("mutation")))
        from set in Set(operation == "query" ? "Query" : "Mutation", 3)
        from fragment in Set("Thing", 1)
        let use = operation == "query" ? "v: box { thing(in: $v) { ...F } } pen(k: $k) { id } echo(in: $w, any: $a, b: $x)" : "make(in: {n: 1, map: [$a]}) { ...F }"
        select operation == "query"
            ? $"query($v: In, $w: [In!], $x: Boolean! = true, $k: Kind = A, $a: Any) {{ u: __typename {Uses(use)} {set[1..]} fragment F on Thing {fragment}"
            : $"mutation($k: Kind = A, $a: Any, $x: Boolean = false) {{ u: __typename @skip(if: $x) {use} l: make(in: {{n: 1, k: $k}}) {{ id }} {set[1..]} fragment F on Thing {fragment}";

    static string Uses(string fields) => fields.Replace("pen(", "p: pen(").Replace("echo(", "e: echo(");

    static Gen<string> Set(string type, int depth) =>
        from size in Gen.Choose(0, 3)
        from selections in Gen.ArrayOf(Selection(type, depth), size)
        select "{ " + string.Join(" ", selections.Append("__typename")) + " }";

    static Gen<string> Selection(string type, int depth) => Gen.Frequency((60, Right(type, depth)), (1, Gen.Elements(Wrong)));

    static Gen<string> Right(string type, int depth) =>
        from field in Gen.Elements(Fields[type].Where(field => depth > 0 || field.Type is null).DefaultIfEmpty(("__typename", null)).ToArray())
        from directive in Gen.Frequency((4, Gen.Constant("")), (1, Gen.Elements(" @skip(if: $x)", " @include(if: $x)", " @include(if: false)")))
        from set in field.Type is null ? Gen.Constant("") : Set(field.Type, depth - 1)
        select Alias(field.Field) + field.Field + directive + set;

    // Fields that differ have names that differ, so that they need not be merged (spec section 5.3.2).
    static string Alias(string field) => field.Contains('(') ? $"f{field.Sum(character => character)}: " : "";

    static Gen<string> Json(int depth) => depth == 0
        ? Gen.Elements("1", "null", "null", "\"A\"", "\"B\"", "-5", "2.5", "1e400", "99999999999", "\"s\"", "true", "\"\\ud800\"", "{}", "[]")
        : Gen.Frequency(
            (4, Gen.Constant("null")),
            (2, Json(0)),
            (2, Gen.Constant("""{"n":1,"list":[{"n":2}]}""")),
            (1, Json(depth - 1).Select(item => $"[{item},{item}]")),
            (1, from name in Gen.Elements("n", "k", "list", "map", "z") from value in Json(depth - 1) select $$"""{"{{name}}":{{value}},"n":1}"""));

    // Some lose, double or gain a piece.
    static Gen<string> Damaged(string text) =>
        from harm in Gen.Choose(0, 29)
        from at in Gen.Choose(0, text.Length - 6)
        from length in Gen.Choose(1, 5)
        select harm switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, text.Substring(at, length)),
            2 => text.Insert(at, "\u0000"),
            _ => text,
        };
}
