using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

/// <summary>Runs one rule alone over a document. Operations are about the people and companies of <see cref="Schema"/>.</summary>
static class Rule
{
    public static GraphQLSchema Schema { get; } = SchemaFromSdl.Build("""
        interface Node { id: ID! }
        interface Party implements Node { id: ID! name(short: Boolean = false): String! }
        type Person implements Party & Node {
          id: ID!
          name(short: Boolean = false): String!
          nickname: String @deprecated(reason: "Use name.")
          mood: Mood
          friends(first: Int!, where: PersonFilter): [Person!]!
          employer: Company
        }
        type Company implements Party & Node { id: ID! name(short: Boolean = false): String! size: Int employees: [Person!]! }
        union Found = Person | Company
        enum Mood { HAPPY SAD GRIM @deprecated(reason: "Cheer up.") }
        input PersonFilter { name: String! ages: [Int!] mood: Mood = HAPPY and: [PersonFilter!] }
        input Key @oneOf { id: ID email: String }
        type Query {
          person(key: Key): Person
          node(id: ID!): Node
          party: Party
          search(text: String!): [Found!]!
          sum(of: [Int!], start: Int! = 0): Int
          moods(of: Mood): Mood
        }
        type Mutation { rename(id: ID!, name: String!): Person }
        type Subscription { renamed: Person hired: Person }
        directive @trace(id: Int!) repeatable on FIELD
        directive @once on FIELD | QUERY
        """);

    public static void Accepts<T>(string document) where T : ValidationRule => Assert.Equal([], Messages<T>(document, null));

    public static void Refuses<T>(string document, params string[] messages) where T : ValidationRule =>
        Assert.Equal(messages, Messages<T>(document, null));

    /// <summary>For rules about type systems; <paramref name="extended"/> is the schema that the document extends.</summary>
    public static void AcceptsSdl<T>(string document, string? extended = null) where T : ValidationRule =>
        Assert.Equal([], Messages<T>(document, extended, isSdl: true));

    public static void RefusesSdl<T>(string document, string message, string? extended = null) where T : ValidationRule =>
        Assert.Equal([message], Messages<T>(document, extended, isSdl: true));

    static IEnumerable<string> Messages<T>(string document, string? extended, bool isSdl = false)
    {
        var rule = ValidationRules.Specified.Concat(ValidationRules.TypeSystem).Concat(ValidationRules.Optional)
            .First(rule => rule.Name == typeof(T).Name);
        var options = new ValidationOptions { Rules = [rule] };
        var parsed = GraphQLParser.Parse(document);
        var errors = isSdl
            ? DocumentValidator.ValidateSdl(parsed, extended is null ? null : SchemaFromSdl.BuildUnchecked(extended), options)
            : DocumentValidator.Validate(Schema, parsed, options);
        Assert.All(errors, error => Assert.Equal(ErrorCodes.ValidationFailed, error.Code));
        Assert.All(errors, error => Assert.NotEmpty(error.Locations));
        return errors.Select(error => error.Message);
    }
}
