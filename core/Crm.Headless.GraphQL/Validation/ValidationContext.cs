using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// What the rules see: the document, the schema, the types at the node that is being visited; and where they put their errors.
/// </summary>
public sealed class ValidationContext
{
    // An answer must not be larger than the request that asked for it: nobody looks at more places of one mistake.
    const int MaxPlaces = 100;

    // For type systems that stand alone: nothing but what every schema has.
    static readonly GraphQLSchema BuiltInsOnly = new([], [], null, null, null);

    readonly List<GraphQLError> _errors = [];

    internal ValidationContext(GraphQLSchema? schema, DocumentNode document, ValidationOptions options)
    {
        (Extended, Schema, Document, Options) = (schema, schema ?? BuiltInsOnly, document, options);
        Fragments = new FragmentGraph(document);
    }

    /// <summary>The schema of the operations; for a type system document what it extends, or only the built-in types.</summary>
    public GraphQLSchema Schema { get; }

    /// <summary>The schema that a type system document extends; null when it stands alone.</summary>
    public GraphQLSchema? Extended { get; }

    public DocumentNode Document { get; }
    public ValidationOptions Options { get; }
    public FragmentGraph Fragments { get; }

    /// <summary>The type whose fields the current selection set selects; null when it is unknown or has no fields.</summary>
    public CompositeType? ParentType { get; internal set; }

    /// <summary>The type of the current field, fragment or operation; null when it is unknown.</summary>
    public GraphQLType? Type { get; internal set; }

    /// <summary>The definition of the current field; null when it is unknown.</summary>
    public Field? Field { get; internal set; }

    /// <summary>The definition of the directive that the current argument belongs to; null outside of directives.</summary>
    public DirectiveType? Directive { get; internal set; }

    /// <summary>The definition of the current argument; null when it is unknown.</summary>
    public InputValue? Argument { get; internal set; }

    /// <summary>No further error is wanted: rules with long loops stop.</summary>
    public bool IsFull { get; private set; }

    internal IReadOnlyList<GraphQLError> Errors => _errors;

    public void Report(string message, params ReadOnlySpan<SyntaxNode> places)
    {
        if (IsFull) return;
        if (_errors.Count >= Options.MaxErrors)
        {
            IsFull = true;
            _errors.Add(new GraphQLError("Too many validation errors, error limit reached. Validation aborted.") { Code = ErrorCodes.ValidationFailed });
            return;
        }
        var locations = new SourceLocation[Math.Min(places.Length, MaxPlaces)];
        for (var i = 0; i < locations.Length; i++) locations[i] = Document.Source.LocationOf(places[i].Start);
        _errors.Add(new GraphQLError(message) { Code = ErrorCodes.ValidationFailed, Locations = locations });
    }

    /// <summary><c> Did you mean "a" or "b"?</c>; nothing when no name is close, or suggestions are hidden.</summary>
    public string Suggest(string name, IEnumerable<string> known) =>
        Options.HideSuggestions ? "" : Suggestions.DidYouMean(Suggestions.For(name, known));

    /// <summary>The type that a reference means; null when the schema doesn't define it.</summary>
    public GraphQLType? TypeOf(TypeNode node) => node switch
    {
        ListTypeNode list => TypeOf(list.OfType) is { } item ? new ListType(item) : null,
        NonNullTypeNode nonNull => TypeOf(nonNull.OfType) is { } nullable ? new NonNullType(nullable) : null,
        NamedTypeNode named => Schema.Types.GetValueOrDefault(named.Name.Value),
        _ => null,
    };
}
