using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Plugins.Tests.Access;

/// <summary>A document that uses one element of the schema in one way, and every element that has to exist for it.</summary>
/// <param name="Way">Such as "node" or "filter".</param>
/// <param name="Coordinates">As the access matrix names them.</param>
sealed record Attempt(string Way, string Document, IReadOnlyList<string> Coordinates)
{
    public override string ToString() => $"{Way}: {Document}";
}

/// <summary>Finds a way to every field of a schema: by a list, by the id of a node, below other records, in a filter, in an order.</summary>
sealed class SchemaWalk(GraphQLSchema schema, IReadOnlyDictionary<string, string> ids)
{
    const int MaxSteps = 8;

    readonly Dictionary<NamedType, List<Step[]>> _ways = [];

    /// <summary>Fields with a value that no document here reaches.</summary>
    public List<string> Unreached { get; } = [];

    /// <summary>Every field with a value, in every way in which its type can be reached.</summary>
    public IEnumerable<Attempt> Reads()
    {
        foreach (var type in schema.Types.Values.OfType<ObjectType>().Where(IsOurs))
            foreach (var field in type.Fields.Values.Where(field => field.Type.IsLeaf))
            {
                var attempts = WaysTo(type).Select(way => Attempt(way, type, field)).OfType<Attempt>().ToList();
                if (attempts.Count == 0) Unreached.Add($"{type}.{field.Name}");
                foreach (var attempt in attempts) yield return attempt;
            }
    }

    /// <summary>Every member of the filter and order inputs of the root lists, to the depth of one related record.</summary>
    public IEnumerable<Attempt> FiltersAndOrders()
    {
        foreach (var list in schema.Query!.Fields.Values)
        {
            if (list.Arguments.GetValueOrDefault("where")?.Type.Named is InputObjectType filter)
                foreach (var (text, coordinates) in Conditions(filter, 1))
                    yield return new("filter", $"{{ {list.Name}(where: {text}) {{ totalCount nodes {{ __typename }} }} }}",
                        [$"Query.{list.Name}", $"Query.{list.Name}(where:)", .. coordinates]);
            if (list.Arguments.GetValueOrDefault("order")?.Type.Named is InputObjectType sort)
                foreach (var (text, coordinates) in Orders(sort, 1))
                    yield return new("order", $"{{ {list.Name}(order: [{text}]) {{ totalCount edges {{ cursor }} }} }}",
                        [$"Query.{list.Name}", $"Query.{list.Name}(order:)", .. coordinates]);
        }
    }

    /// <summary>Every root field of mutations, to be prepared only.</summary>
    public IEnumerable<Attempt> Mutations() => schema.Mutation!.Fields.Values.Select(field => new Attempt("mutation",
        $"mutation({string.Join(", ", Required(field).Select(argument => $"${argument.Name}: {argument.Type}"))}) {{ {field.Name}"
        + (Required(field).Any() ? $"({string.Join(", ", Required(field).Select(argument => $"{argument.Name}: ${argument.Name}"))})" : "")
        + " { __typename } }", [$"Mutation.{field.Name}"]));

    /// <summary>Every subscription with every value of what it tells.</summary>
    public IEnumerable<Attempt> Subscriptions() =>
        from field in schema.Subscription!.Fields.Values
        from value in ((FieldsType)field.Type.Named).Fields.Values
        where value.Type.IsLeaf && !Required(value).Any()
        select new Attempt("subscription", $"subscription {{ {field.Name} {{ {value.Name} }} }}",
            [$"Subscription.{field.Name}", $"{field.Type.Named}.{value.Name}"]);

    Attempt? Attempt(Step[] way, ObjectType type, Field field)
    {
        if (ArgumentsOf(field) is not { } arguments) return null;
        var document = way.Reverse().Aggregate($"{field.Name}{arguments.Text}", (inner, step) => step.Around(inner));
        return new(WayOf(way), $"{{ {document} }}", [.. way.SelectMany(step => step.Coordinates), $"{type}.{field.Name}", .. arguments.Coordinates]);
    }

    /// <summary>Through a query that says what a mutation would do: tried as mutations are, without being carried out.</summary>
    public const string Plan = "plan";

    static string WayOf(Step[] way) => way.Length == 0 ? "root" : way[0].Field.Name is "pluginPlan" or "contactMergePreview" ? Plan : way[0].Field.Name is "node" or "nodes" ? "node" : way.Length > 2 ? "nested" : "list";

    /// <summary>Up to three of each kind: through a list, by its id, below another record.</summary>
    List<Step[]> WaysTo(NamedType type)
    {
        if (_ways.Count == 0) Explore();
        return [.. _ways.GetValueOrDefault(type, []).GroupBy(WayOf).SelectMany(group => group.Take(2))];
    }

    void Explore()
    {
        var open = new Queue<(FieldsType Type, Step[] Way)>([(schema.Query!, [])]);
        _ways[schema.Query!] = [[]];
        while (open.TryDequeue(out var at))
            foreach (var field in at.Type.Fields.Values.Where(field => !field.Type.IsLeaf))
            {
                if (ArgumentsOf(field) is not { } arguments || at.Way.Length == MaxSteps) continue;
                foreach (var target in schema.PossibleTypes((CompositeType)field.Type.Named))
                {
                    Step[] way = [.. at.Way, new(at.Type, field, arguments.Text, arguments.Coordinates, target == field.Type.Named ? null : target)];
                    var known = _ways.TryGetValue(target, out var ways) ? ways : _ways[target] = [];
                    if (known.Count(other => WayOf(other) == WayOf(way)) >= 2) continue;
                    known.Add(way);
                    open.Enqueue((target, way));
                }
            }
    }

    /// <summary>Null: a required argument that nothing here can give.</summary>
    (string Text, IReadOnlyList<string> Coordinates)? ArgumentsOf(Field field)
    {
        var given = Required(field).Select(argument => (argument, Text: ValueOf(field, argument))).ToList();
        if (given.Exists(one => one.Text is null)) return null;
        return given.Count == 0 ? ("", []) : ($"({string.Join(", ", given.Select(one => $"{one.argument.Name}: {one.Text}"))})", []);
    }

    string? ValueOf(Field field, InputValue argument) => (argument.Name, argument.Type.ToString()) switch
    {
        ("id", "ID!") => ids.TryGetValue(field.Type.Named.Name, out var id) ? $"\"{id}\"" : field.Name == "node" ? $"\"{ids["Contact"]}\"" : null,
        ("ids", _) => $"[{string.Join(", ", ids.Values.Select(id => $"\"{id}\""))}]",
        ("input", "PluginPlanInput!") => "{ id: \"acme.hello\", kind: DISABLE }",
        ("input", "MergeContactsInput!") => $"{{ survivorId: \"{ids["Contact"]}\", mergedId: \"{ids["Contact"]}\" }}",
        ("text", "String!") => $"\"{AccessWorld.Private}\"",
        _ => null,
    };

    static IEnumerable<InputValue> Required(Field field) => field.Arguments.Values.Where(argument => argument.IsRequired);

    static IEnumerable<(string Text, IReadOnlyList<string> Coordinates)> Conditions(InputObjectType filter, int depth)
    {
        foreach (var field in filter.Fields.Values.Where(field => field.Name is not ("and" or "or") && field.Type.Named is InputObjectType))
        {
            var coordinate = $"{filter}.{field.Name}";
            var inner = (InputObjectType)field.Type.Named;
            if (inner.Fields.ContainsKey("eq")) yield return ($"{{ {field.Name}: {{ eq: null }} }}", [coordinate, $"{inner}.eq"]);
            else if (depth > 0)
                foreach (var (text, coordinates) in Conditions(inner, depth - 1))
                    yield return ($"{{ {field.Name}: {text} }}", [coordinate, .. coordinates]);
            foreach (var quantifier in new[] { "some", "none" })
                if (depth > 0 && inner.Fields.GetValueOrDefault(quantifier) is { Type.Named: InputObjectType element })
                    foreach (var (text, coordinates) in Conditions(element, depth - 1))
                        yield return ($"{{ {field.Name}: {{ {quantifier}: {text} }} }}", [coordinate, $"{inner}.{quantifier}", .. coordinates]);
        }
    }

    static IEnumerable<(string Text, IReadOnlyList<string> Coordinates)> Orders(InputObjectType sort, int depth)
    {
        foreach (var field in sort.Fields.Values)
            if (field.Type.Named is EnumType) yield return ($"{{ {field.Name}: ASC }}", [$"{sort}.{field.Name}"]);
            else if (depth > 0 && field.Type.Named is InputObjectType inner)
                foreach (var (text, coordinates) in Orders(inner, depth - 1))
                    yield return ($"{{ {field.Name}: {text} }}", [$"{sort}.{field.Name}", .. coordinates]);
    }

    static bool IsOurs(NamedType type) => !type.Name.StartsWith("__", StringComparison.Ordinal);

    /// <param name="As">The type of what comes, where the field says less.</param>
    sealed record Step(FieldsType On, Field Field, string Arguments, IReadOnlyList<string> ArgumentCoordinates, ObjectType? As)
    {
        public IEnumerable<string> Coordinates => [$"{On}.{Field.Name}", .. ArgumentCoordinates];

        public string Around(string inner) => $"{Field.Name}{Arguments} {{ {(As is null ? inner : $"... on {As} {{ {inner} }}")} }}";
    }
}
