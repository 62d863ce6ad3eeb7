using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>The directives that every schema has (spec sections 3.13.1 to 3.13.5).</summary>
public static class BuiltInDirectives
{
    public const string DefaultDeprecationReason = "No longer supported";

    static readonly GraphQLType RequiredString = new NonNullType(BuiltInScalars.String);
    static readonly GraphQLType RequiredBoolean = new NonNullType(BuiltInScalars.Boolean);

    public static DirectiveType Skip { get; } = new("skip")
    {
        Description = "Directs the executor to skip this field or fragment when the `if` argument is true.",
        Locations = ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"],
        Arguments = One(new InputValue("if", RequiredBoolean) { Description = "Skipped when true." }),
    };

    public static DirectiveType Include { get; } = new("include")
    {
        Description = "Directs the executor to include this field or fragment only when the `if` argument is true.",
        Locations = ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"],
        Arguments = One(new InputValue("if", RequiredBoolean) { Description = "Included when true." }),
    };

    public static DirectiveType Deprecated { get; } = new("deprecated")
    {
        Description = "Marks an element of a GraphQL schema as no longer supported.",
        Locations = ["FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INPUT_FIELD_DEFINITION", "ENUM_VALUE"],
        Arguments = One(new InputValue("reason", RequiredString)
        {
            Description = "Explains why this element was deprecated, usually also including a suggestion for how to access supported "
                + "similar data. Formatted using the Markdown syntax, as specified by [CommonMark](https://commonmark.org/).",
            DefaultValue = new StringValueNode(DefaultDeprecationReason),
        }),
    };

    public static DirectiveType SpecifiedBy { get; } = new("specifiedBy")
    {
        Description = "Exposes a URL that specifies the behavior of this scalar.",
        Locations = ["SCALAR"],
        Arguments = One(new InputValue("url", RequiredString) { Description = "The URL that specifies the behavior of this scalar." }),
    };

    public static DirectiveType OneOf { get; } = new("oneOf")
    {
        Description = "Indicates exactly one field must be supplied and this field must not be `null`.",
        Locations = ["INPUT_OBJECT"],
    };

    public static IReadOnlyList<DirectiveType> All { get; } = [Include, Skip, Deprecated, SpecifiedBy, OneOf];

    static FieldMap<InputValue> One(InputValue argument) => new([argument], value => value.Name);
}
