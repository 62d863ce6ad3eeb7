using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Testing.Conformance;

/// <summary>A document that uses one element of the schema in one way, and every element that has to exist for it.</summary>
/// <param name="Way">Such as "node" or "filter".</param>
/// <param name="Document">The operation.</param>
/// <param name="Coordinates">As the access matrix names them, the element itself last but for its arguments.</param>
/// <param name="IsGuess">Its arguments are made up, so that it may be refused for them.</param>
sealed record Attempt(string Way, string Document, IReadOnlyList<string> Coordinates, bool IsGuess = false)
{
    /// <summary>It would change something, or wait: it is prepared only.</summary>
    public bool IsPreparedOnly => Way is SchemaWalk.Plan or SchemaWalk.Mutation or SchemaWalk.Subscription;

    /// <summary>What stands around what it selects: attempts with the same can be made in one operation. Null: it is made alone.</summary>
    public (string Before, string After)? Around { get; init; }

    /// <summary>One operation instead of many that select something in the same place.</summary>
    public static string Together(IReadOnlyList<Attempt> attempts)
    {
        var (before, after) = attempts[0].Around!.Value;
        return before + string.Join(' ', attempts.Select((one, i) => $"_{i}: {one.Document[before.Length..^after.Length]}")) + after;
    }

    public override string ToString() => $"{Way}: {Document}";
}

/// <summary>Finds a way to every field of a schema: by a list, by the id of a node, below other records, in a filter, in an order.</summary>
/// <param name="schema">The schema.</param>
/// <param name="ids">Of records, by type.</param>
/// <param name="text">What is searched for.</param>
sealed class SchemaWalk(GraphQLSchema schema, IReadOnlyDictionary<string, string> ids, string text)
{
    /// <summary>Through a query that says what a mutation would do: tried as mutations are, without being carried out.</summary>
    public const string Plan = "plan";

    public const string Mutation = "mutation", Subscription = "subscription";

    const int MaxSteps = 8;

    /// <summary>Of the first list on a way, if it is core's: all of them take so many.</summary>
    const int Page = 40;

    readonly SampleArguments _arguments = new(ids, text);

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
                    yield return new("filter", $"{{ {list.Name}(where: {text}) {{ nodes {{ __typename }} }} }}",
                        [$"Query.{list.Name}", $"Query.{list.Name}(where:)", .. coordinates]);
            if (list.Arguments.GetValueOrDefault("order")?.Type.Named is InputObjectType sort)
                foreach (var (text, coordinates) in Orders(sort, 1))
                    yield return new("order", $"{{ {list.Name}(order: [{text}]) {{ edges {{ cursor }} }} }}",
                        [$"Query.{list.Name}", $"Query.{list.Name}(order:)", .. coordinates]);
        }
    }

    /// <summary>Every root field of mutations, to be prepared only.</summary>
    public IEnumerable<Attempt> Mutations() => schema.Mutation!.Fields.Values.Select(field => new Attempt(Mutation,
        $"mutation({string.Join(", ", Required(field).Select(argument => $"${argument.Name}: {argument.Type}"))}) {{ {field.Name}"
        + (Required(field).Any() ? $"({string.Join(", ", Required(field).Select(argument => $"{argument.Name}: ${argument.Name}"))})" : "")
        + " { __typename } }", [$"Mutation.{field.Name}"]));

    /// <summary>Every subscription with every value of what it tells.</summary>
    public IEnumerable<Attempt> Subscriptions()
    {
        var open = schema.Subscription!.Fields.Values.Where(field => !Required(field).Any()).ToList();
        var ofValues = from field in open
                       where field.Type.Named is not CompositeType
                       select new Attempt(Subscription, $"subscription {{ {field.Name} }}", [$"Subscription.{field.Name}"]);
        return ofValues.Concat(
            from field in open
            where field.Type.Named is FieldsType
            from value in ((FieldsType)field.Type.Named).Fields.Values
            where value.Type.IsLeaf && !Required(value).Any()
            select new Attempt(Subscription, $"subscription {{ {field.Name} {{ {value.Name} }} }}",
                [$"Subscription.{field.Name}", $"{field.Type.Named}.{value.Name}"]));
    }

    /// <summary>Documents with fields of a type that can be had as many, below a list; at the root, each for itself.</summary>
    /// <param name="type">The type.</param>
    /// <param name="fields">Those of its fields to select.</param>
    public IEnumerable<(string Document, bool IsGuess)> Lists(ObjectType type, IReadOnlyList<Field> fields)
    {
        var selections = fields.Select(field => (field, Arguments: _arguments.Of(field))).Where(one => one.Arguments is not null)
            .Select(one => (Text: SelectionOf(one.field, one.Arguments!.Value.Text), one.Arguments!.Value.IsGuess, IsAlone: type == schema.Query)).ToList();
        var together = string.Join(' ', selections.Where(one => !one.IsGuess && !one.IsAlone).Select(one => one.Text));
        foreach (var way in WaysTo(type).Where(way => type == schema.Query || Array.Exists(way, step => IsMany(step.Field))))
        {
            if (together != "") yield return (Below(way, together), way.Any(step => step.IsGuess));
            foreach (var one in selections.Where(one => one.IsGuess || one.IsAlone)) yield return (Below(way, one.Text), one.IsGuess);
        }
    }

    static string Below(Step[] way, string selection) =>
        $"{{ {way.Reverse().Aggregate(selection, (inner, step) => step.Around(inner, isPage: step == way.FirstOrDefault(IsPaged)))} }}";

    /// <summary>Ways to rows of a type that belong to one contact; the variable is <c>$id</c>.</summary>
    public IEnumerable<string> BelowContact(NamedType type) =>
        from way in WaysFrom((FieldsType)schema.Types[nameof(Contact)], 4).GetValueOrDefault(type, [])
        select $"query($id: ID!) {{ contact(id: $id) {{ {way.Reverse().Aggregate("id", (inner, step) => step.Around(inner))} }} }}";

    Attempt? Attempt(Step[] way, ObjectType type, Field field)
    {
        if (_arguments.Of(field) is not { } arguments) return null;
        var (selection, isGuess) = (field.Name + arguments.Text, arguments.IsGuess || way.Any(step => step.IsGuess));
        var around = Below(way, "\0").Split('\0');
        return new(WayOf(way), around[0] + selection + around[1], [.. way.Select(step => step.Coordinate), $"{type}.{field.Name}"], isGuess)
        {
            Around = way.Length == 0 ? null : (around[0], around[1]),
        };
    }

    static string SelectionOf(Field field, string arguments) => field.Type.Named is CompositeType composite ? $"{field.Name}{arguments} {{ {Leaves(composite)} }}" : field.Name + arguments;

    static string Leaves(CompositeType type) => string.Join(' ', type is FieldsType { Fields: var fields }
        ? fields.Values.Where(field => field.Type.IsLeaf && !Required(field).Any()).Select(field => field.Name).DefaultIfEmpty("__typename") : ["__typename"]);

    static bool IsMany(Field field) => field.Type.Nullable is ListType;

    static bool IsPaged(Step step) => step.Field.Owner == Owner.Core && step.Field.Arguments.ContainsKey("first");

    static string WayOf(Step[] way) =>
        way.Length == 0 ? "root"
        : way[0].Field.Name is "pluginPlan" or "contactMergePreview" ? Plan
        : way[0].Field.Name is "node" or "nodes" ? "node"
        : way.Length > 2 ? "nested"
        : Array.Exists(way, step => IsMany(step.Field)) ? "list" : "single";

    /// <summary>Up to two of each kind: alone, through a list, by its id, below another record.</summary>
    List<Step[]> WaysTo(NamedType type)
    {
        if (_ways.Count == 0)
            foreach (var (at, ways) in WaysFrom(schema.Query!, MaxSteps)) _ways[at] = ways;
        return _ways.GetValueOrDefault(type, []);
    }

    Dictionary<NamedType, List<Step[]>> WaysFrom(FieldsType start, int steps)
    {
        var found = new Dictionary<NamedType, List<Step[]>> { [start] = [[]] };
        var open = new Queue<(FieldsType Type, Step[] Way)>([(start, [])]);
        while (open.TryDequeue(out var at))
            foreach (var field in at.Type.Fields.Values.Where(field => !field.Type.IsLeaf).OrderBy(field => _arguments.Of(field)?.IsGuess))
            {
                if (at.Way.Length == steps || _arguments.Of(field) is not { } arguments) continue;
                foreach (var target in schema.PossibleTypes((CompositeType)field.Type.Named))
                {
                    Step[] way = [.. at.Way, new(at.Type, field, arguments.Text, arguments.IsGuess, target == field.Type.Named ? null : target)];
                    var known = found.TryGetValue(target, out var ways) ? ways : found[target] = [];
                    if (known.Count(other => WayOf(other) == WayOf(way)) >= 2) continue;
                    known.Add(way);
                    open.Enqueue((target, way));
                }
            }
        return found;
    }

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

    // As: the type of what comes, where the field says less.
    sealed record Step(FieldsType On, Field Field, string Arguments, bool IsGuess, ObjectType? As)
    {
        public string Coordinate => $"{On}.{Field.Name}";

        public string Around(string inner, bool isPage = false) => $"{Field.Name}{(isPage ? WithPage() : Arguments)} {{ {(As is null ? inner : $"... on {As} {{ {inner} }}")} }}";

        string WithPage() => $"(first: {Page}{(Arguments == "" ? ")" : ", " + Arguments[1..])}";
    }
}
