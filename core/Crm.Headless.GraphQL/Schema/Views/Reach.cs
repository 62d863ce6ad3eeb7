namespace Crm.Headless.GraphQL.Schema;

/// <summary>The types that a view's roots and directives lead to.</summary>
sealed class Reach
{
    readonly Visibility _visible;
    readonly Queue<NamedType> _next = [];

    public Reach(GraphQLSchema full, Visibility visible)
    {
        _visible = visible;
        foreach (var root in new[] { full.Query, full.Mutation, full.Subscription })
            if (root is not null && visible.Shows(root)) Visit(root);
        foreach (var directive in full.Directives.Values) VisitTypesOf(directive.Arguments.Values);
        while (_next.TryDequeue(out var type)) Follow(type);
    }

    public HashSet<NamedType> Types { get; } = new(ReferenceEqualityComparer.Instance);

    void Visit(NamedType type)
    {
        if (Types.Add(type)) _next.Enqueue(type);
    }

    void Follow(NamedType type)
    {
        if (type is InputObjectType input) VisitTypesOf(input.Fields.Values);
        if (type is CompositeType composite)
            foreach (var possible in _visible.Possible(composite)) Visit(possible);
        if (type is not FieldsType fields) return;
        foreach (var face in fields.Interfaces)
            if (_visible.Shows(fields, face)) Visit(face);
        foreach (var field in fields.Fields.Values)
        {
            if (!_visible.Shows(field)) continue;
            Visit(field.Type.Named);
            VisitTypesOf(field.Arguments.Values);
        }
    }

    void VisitTypesOf(IEnumerable<InputValue> values)
    {
        foreach (var value in values)
            if (_visible.Shows(value)) Visit(value.Type.Named);
    }
}
