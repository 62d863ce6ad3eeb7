using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>
/// The types of the schema introspection system (spec section 4.2). They know no resolvers: the executor finds them by name.
/// </summary>
public static class IntrospectionTypes
{
    const string Sdl = """"
        """
        A GraphQL Schema defines the capabilities of a GraphQL server. It exposes all available types and directives on the server,
        as well as the entry points for query, mutation, and subscription operations.
        """
        type __Schema {
          description: String
          "A list of all types supported by this server."
          types: [__Type!]!
          "The type that query operations will be rooted at."
          queryType: __Type!
          "If this server supports mutation, the type that mutation operations will be rooted at."
          mutationType: __Type
          "If this server supports subscription, the type that subscription operations will be rooted at."
          subscriptionType: __Type
          "A list of all directives supported by this server."
          directives: [__Directive!]!
        }

        """
        The fundamental unit of any GraphQL Schema is the type. There are many kinds of types in GraphQL as represented by the
        `__TypeKind` enum. Which fields hold a value depends on the kind.
        """
        type __Type {
          kind: __TypeKind!
          name: String
          description: String
          "May be non-null for a custom SCALAR, otherwise null."
          specifiedByURL: String
          "Non-null for OBJECT and INTERFACE, otherwise null."
          fields(includeDeprecated: Boolean! = false): [__Field!]
          "Non-null for OBJECT and INTERFACE, otherwise null."
          interfaces: [__Type!]
          "Non-null for INTERFACE and UNION, otherwise null."
          possibleTypes: [__Type!]
          "Non-null for ENUM, otherwise null."
          enumValues(includeDeprecated: Boolean! = false): [__EnumValue!]
          "Non-null for INPUT_OBJECT, otherwise null."
          inputFields(includeDeprecated: Boolean! = false): [__InputValue!]
          "Non-null for NON_NULL and LIST, otherwise null."
          ofType: __Type
          "Non-null for INPUT_OBJECT, otherwise null."
          isOneOf: Boolean
        }

        "An enum describing what kind of type a given `__Type` is."
        enum __TypeKind {
          "Indicates this type is a scalar."
          SCALAR
          "Indicates this type is an object. `fields` and `interfaces` are valid fields."
          OBJECT
          "Indicates this type is an interface. `fields`, `interfaces`, and `possibleTypes` are valid fields."
          INTERFACE
          "Indicates this type is a union. `possibleTypes` is a valid field."
          UNION
          "Indicates this type is an enum. `enumValues` is a valid field."
          ENUM
          "Indicates this type is an input object. `inputFields` is a valid field."
          INPUT_OBJECT
          "Indicates this type is a list. `ofType` is a valid field."
          LIST
          "Indicates this type is a non-null. `ofType` is a valid field."
          NON_NULL
        }

        """
        Object and Interface types are described by a list of Fields, each of which has a name, potentially a list of arguments,
        and a return type.
        """
        type __Field {
          name: String!
          description: String
          args(includeDeprecated: Boolean! = false): [__InputValue!]!
          type: __Type!
          isDeprecated: Boolean!
          deprecationReason: String
        }

        "Arguments provided to Fields or Directives and the input fields of an InputObject are represented as Input Values."
        type __InputValue {
          name: String!
          description: String
          type: __Type!
          "A GraphQL-formatted string representing the default value for this input value."
          defaultValue: String
          isDeprecated: Boolean!
          deprecationReason: String
        }

        "One possible value for a given Enum. Enum values are unique values, not a placeholder for a string or numeric value."
        type __EnumValue {
          name: String!
          description: String
          isDeprecated: Boolean!
          deprecationReason: String
        }

        "A Directive provides a way to describe alternate runtime execution and type validation behavior in a GraphQL document."
        type __Directive {
          name: String!
          description: String
          isRepeatable: Boolean!
          locations: [__DirectiveLocation!]!
          args(includeDeprecated: Boolean! = false): [__InputValue!]!
        }

        "A Directive can be adjacent to many parts of the GraphQL language, a `__DirectiveLocation` describes one such possible adjacency."
        enum __DirectiveLocation {
          QUERY
          MUTATION
          SUBSCRIPTION
          FIELD
          FRAGMENT_DEFINITION
          FRAGMENT_SPREAD
          INLINE_FRAGMENT
          VARIABLE_DEFINITION
          SCHEMA
          SCALAR
          OBJECT
          FIELD_DEFINITION
          ARGUMENT_DEFINITION
          INTERFACE
          UNION
          ENUM
          ENUM_VALUE
          INPUT_OBJECT
          INPUT_FIELD_DEFINITION
        }
        """";

    public static IReadOnlyDictionary<string, NamedType> All { get; } = Build();

    static FieldMap<NamedType> Build() =>
        new(new SdlTypes(GraphQLParser.Parse(Sdl).Definitions, []).Build(), type => type.Name);
}
