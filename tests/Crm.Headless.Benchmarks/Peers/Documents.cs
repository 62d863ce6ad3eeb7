namespace Crm.Headless.Benchmarks.Peers;

/// <summary>The GraphQL of the workloads.</summary>
static class Documents
{
    const string One = "{ id givenName familyName email phone createdAt }";

    const string W1 = $"query W1($id: ID!) {{ contact(id: $id) {One} }}";

    const string W2 = """
        query W2($after: String!) { contacts(first: 50, after: $after, order: [{ familyName: ASC }]) { nodes { id givenName familyName email
        account { name industry } interactions(first: 5) { nodes { kind subject occurredAt } } loyalty { balance tier { code } } } } }
        """;

    const string W3 = """
        query W3($industry: String!, $prefix: String!) { contacts(first: 20, order: [{ createdAt: DESC }],
        where: { account: { industry: { eq: $industry } }, familyName: { startsWith: $prefix } }) {
        edges { cursor node { id givenName familyName email createdAt account { name } } } totalCount pageInfo { hasNextPage endCursor } } }
        """;

    const string W4 = """
        mutation W4($contact: ID!, $kind: InteractionKind!, $subject: String!) {
        recordInteraction(input: { contact: { id: $contact }, kind: $kind, subject: $subject }) {
        interaction { id contact { givenName familyName } } } }
        """;

    static readonly string W5 =
        $"query W5({string.Join(", ", Enumerable.Range(0, 10).Select(i => $"$a{i}: ID!"))}) " +
        $"{{ {string.Join(' ', Enumerable.Range(0, 10).Select(i => $"c{i}: contact(id: $a{i}) {One}"))} }}";

    public static string Of(string workload) => (workload switch
    {
        "w1" => W1,
        "w2" => W2,
        "w3" => W3,
        "w4" => W4,
        _ => W5,
    }).ReplaceLineEndings(" ");
}
