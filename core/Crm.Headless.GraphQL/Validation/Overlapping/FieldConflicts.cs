using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// Finds the conflicts of a selection set by comparing its fields among themselves, with those of the fragments that it spreads, and
/// those of the fragments with each other. Fragments are compared as wholes and each pair once. What remains is quadratic, and ends at a
/// budget of comparisons; what nests through fragments is followed only so deep.
/// </summary>
sealed class FieldConflicts(ValidationContext context)
{
    const int MaxNesting = 250;

    // Nobody reads more of them, and one error names all the conflicts below it.
    const int MaxConflicts = 1_000;

    readonly Dictionary<SelectionSetNode, SelectedFields> _fields = [];
    readonly ComparedPairs _comparedWithFragment = new();
    readonly ComparedPairs _comparedFragments = new();
    readonly Dictionary<FieldNode, string> _arguments = [];
    int _comparisons;
    int _found;
    int _nesting;

    /// <summary>Why the search was given up; null as long as it wasn't.</summary>
    public string? Limit { get; private set; }

    public bool IsOverLimit => Limit is not null || _found >= MaxConflicts || context.IsFull;

    public IReadOnlyList<FieldConflict> Within(SelectionSetNode set, CompositeType? parent)
    {
        var conflicts = new List<FieldConflict>();
        var selected = FieldsOf(set, parent);
        foreach (var (name, fields) in selected.ByResponseName)
            for (var i = 0; i < fields.Count; i++)
                for (var j = i + 1; j < fields.Count && !IsOverLimit; j++)
                    Compare(conflicts, name, fields[i], fields[j], areExclusive: false);

        var fragments = selected.Fragments;
        for (var i = 0; i < fragments.Count && !IsOverLimit; i++)
        {
            CompareWithFragment(conflicts, selected, fragments[i], areExclusive: false);
            for (var j = i + 1; j < fragments.Count && !IsOverLimit; j++)
                CompareFragments(conflicts, fragments[i], fragments[j], areExclusive: false);
        }
        return conflicts;
    }

    void CompareSelections(List<FieldConflict> conflicts, SelectedFields left, SelectedFields right, bool areExclusive)
    {
        CompareAll(conflicts, left, right, areExclusive);
        foreach (var fragment in right.Fragments) CompareWithFragment(conflicts, left, fragment, areExclusive);
        foreach (var fragment in left.Fragments) CompareWithFragment(conflicts, right, fragment, areExclusive);
        foreach (var one in left.Fragments)
            foreach (var other in right.Fragments) CompareFragments(conflicts, one, other, areExclusive);
    }

    // The fields of a selection set with those of a fragment, and of all fragments that it spreads in turn.
    void CompareWithFragment(List<FieldConflict> conflicts, SelectedFields selected, SelectedFields fragment, bool areExclusive)
    {
        var pending = new Stack<SelectedFields>();
        for (var next = fragment; next is not null && !IsOverLimit; pending.TryPop(out next))
        {
            if (next == selected || !_comparedWithFragment.TryAdd(selected, next, areExclusive)) continue;
            Count();
            CompareAll(conflicts, selected, next, areExclusive);
            foreach (var spread in Resolve(next).Fragments) pending.Push(spread);
        }
    }

    void CompareFragments(List<FieldConflict> conflicts, SelectedFields left, SelectedFields right, bool areExclusive)
    {
        var pending = new Stack<(SelectedFields, SelectedFields)>();
        var pair = (left, right);
        do
        {
            var (one, other) = pair.left.Id < pair.right.Id ? pair : (pair.right, pair.left);
            // A fragment can't conflict with itself: conflicts within it are found where it is defined.
            if (one == other || !_comparedFragments.TryAdd(one, other, areExclusive)) continue;
            Count();
            CompareAll(conflicts, one, other, areExclusive);
            foreach (var spread in Resolve(other).Fragments) pending.Push((one, spread));
            foreach (var spread in Resolve(one).Fragments) pending.Push((spread, other));
        }
        while (pending.TryPop(out pair) && !IsOverLimit);
    }

    void CompareAll(List<FieldConflict> conflicts, SelectedFields left, SelectedFields right, bool areExclusive)
    {
        foreach (var (name, fields) in left.ByResponseName)
        {
            if (!right.ByResponseName.TryGetValue(name, out var others)) continue;
            foreach (var field in fields)
                foreach (var other in others)
                    if (!IsOverLimit) Compare(conflicts, name, field, other, areExclusive);
        }
    }

    void Compare(List<FieldConflict> conflicts, string responseName, SelectedField left, SelectedField right, bool areExclusive)
    {
        Count();
        if (Find(responseName, left, right, areExclusive) is not { } conflict) return;
        _found++;
        conflicts.Add(conflict);
    }

    // SameResponseShape() and FieldsInSetCanMerge() of the spec, for one pair.
    FieldConflict? Find(string responseName, SelectedField left, SelectedField right, bool parentsAreExclusive)
    {
        var (one, other) = (left.Node, right.Node);
        var areExclusive = parentsAreExclusive
            || (left.Parent != right.Parent && left.Parent is ObjectType && right.Parent is ObjectType);
        if (!areExclusive && one.Name.Value != other.Name.Value)
            return FieldConflict.Of(responseName, $"\"{one.Name}\" and \"{other.Name}\" are different fields", one, other);
        if (!areExclusive && ArgumentsOf(one) != ArgumentsOf(other))
            return FieldConflict.Of(responseName, "they have differing arguments", one, other);
        if (left.Definition?.Type is { } type && right.Definition?.Type is { } otherType && HaveDifferentShapes(type, otherType))
            return FieldConflict.Of(responseName, $"they return conflicting types \"{type}\" and \"{otherType}\"", one, other);

        if (one.SelectionSet is null || other.SelectionSet is null) return null;
        var below = Below(left, one.SelectionSet, right, other.SelectionSet, areExclusive);
        return below.Count == 0 ? null : FieldConflict.Of(responseName, below, one, other);
    }

    List<FieldConflict> Below(
        SelectedField left, SelectionSetNode leftSet, SelectedField right, SelectionSetNode rightSet, bool areExclusive)
    {
        var below = new List<FieldConflict>();
        if (++_nesting > MaxNesting)
            Limit = $"Fields nest deeper than {MaxNesting} levels through fragments, so that it can't be checked whether they merge. "
                + "Nest them less.";
        else
            CompareSelections(below, FieldsOf(leftSet, left.Definition?.Type.Named as CompositeType),
                FieldsOf(rightSet, right.Definition?.Type.Named as CompositeType), areExclusive);
        _nesting--;
        return below;
    }

    static bool HaveDifferentShapes(GraphQLType left, GraphQLType right) => (left, right) switch
    {
        (NonNullType a, NonNullType b) => HaveDifferentShapes(a.OfType, b.OfType),
        (ListType a, ListType b) => HaveDifferentShapes(a.OfType, b.OfType),
        (NonNullType or ListType, _) or (_, NonNullType or ListType) => true,
        _ => (left.IsLeaf || right.IsLeaf) && left != right,
    };

    SelectedFields FieldsOf(SelectionSetNode set, CompositeType? parent)
    {
        if (!_fields.TryGetValue(set, out var fields))
            _fields[set] = fields = SelectedFields.Of(_fields.Count, context, parent, set);
        return Resolve(fields);
    }

    // Not at once for all fragments behind it, which would recurse along a chain of them.
    SelectedFields Resolve(SelectedFields fields)
    {
        fields.Resolve(Unresolved);
        return fields;
    }

    SelectedFields Unresolved(FragmentDefinitionNode fragment)
    {
        var set = fragment.SelectionSet;
        if (!_fields.TryGetValue(set, out var fields))
            _fields[set] = fields = SelectedFields.Of(_fields.Count, context, context.TypeOf(fragment.TypeCondition) as CompositeType, set);
        return fields;
    }

    // Arguments are the same in any order, and so are the fields of objects in them.
    string ArgumentsOf(FieldNode field)
    {
        if (field.Arguments.Count == 0) return "";
        if (!_arguments.TryGetValue(field, out var text)) _arguments[field] = text = CanonicalLiteral.Of(field.Arguments);
        return text;
    }

    void Count()
    {
        if (++_comparisons > context.Options.MaxFieldComparisons)
            Limit = $"Too many fields of the same name: more than {context.Options.MaxFieldComparisons} pairs would have to be compared "
                + "to find out whether they can be merged. Select each field once.";
    }
}
