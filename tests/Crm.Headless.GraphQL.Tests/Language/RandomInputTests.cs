using System.Text;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.GraphQL.Tests.Validation;
using Crm.Headless.GraphQL.Validation;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Crm.Headless.GraphQL.Tests.Language;

/// <summary>
/// 110,000 random texts for parser, validator, schema builder and printer. A failure names FsCheck's seed and the input; the documents
/// follow from the number that is printed there.
/// </summary>
public sealed class RandomInputTests(ITestOutputHelper output)
{
    [Fact]
    public void Random_bytes_are_parsed_or_refused() =>
        Check(30_000, ArbMap.Default.ArbFor<byte[]>(), bytes => IsAnswered(bytes));

    [Fact]
    public void Damaged_documents_are_parsed_or_refused() =>
        Check(40_000, Seeds, seed => IsAnswered(new DocumentGenerator(seed).Damaged()));

    [Fact]
    public void Soups_of_tokens_are_parsed_or_refused() =>
        Check(30_000, Seeds, seed => IsAnswered(Encoding.UTF8.GetBytes(new DocumentGenerator(seed).Soup())));

    [Fact]
    public void What_is_printed_reads_back_as_the_same_tree() =>
        Check(10_000, Seeds, seed => ReadsBack(GraphQLParser.Parse(new DocumentGenerator(seed).Document())));

    static Arbitrary<int> Seeds => Arb.From(Gen.Choose(0, int.MaxValue));

    // Never anything but a document or one syntax error; what parses is validated and printed, too.
    static bool IsAnswered(byte[] text)
    {
        DocumentNode document;
        try
        {
            document = GraphQLParser.Parse(text);
        }
        catch (GraphQLException refused)
        {
            return refused.Errors is [{ Code: "GRAPHQL_PARSE_FAILED", Locations.Count: 1 }];
        }
        DocumentValidator.Validate(Rule.Schema, document);
        DocumentValidator.ValidateSdl(document, Rule.Schema);
        Build(document);
        return ReadsBack(document);
    }

    static void Build(DocumentNode document)
    {
        try
        {
            SchemaFromSdl.Build(document);
        }
        catch (GraphQLException refused)
        {
            Assert.All(refused.Errors, error => Assert.NotNull(error.Code));
        }
    }

    static bool ReadsBack(DocumentNode document) =>
        SyntaxDump.Of(GraphQLParser.Parse(GraphQLPrinter.Print(document))) == SyntaxDump.Of(document);

    void Check<T>(int count, Arbitrary<T> inputs, Func<T, bool> holds)
    {
        var seed = (ulong)Random.Shared.NextInt64();
        output.WriteLine($"{count} inputs, seed {seed}");
        Prop.ForAll(inputs, holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(seed, 1));
    }
}
