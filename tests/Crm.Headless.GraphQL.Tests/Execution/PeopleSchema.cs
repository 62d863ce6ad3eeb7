using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Execution;

sealed record Person(int Id, string Name, int? BossId = null);

/// <summary>A schema made by hand: people with their bosses and reports, each resolved by a batch that counts its calls.</summary>
sealed class PeopleSchema
{
    static readonly Person[] People = [new(1, "Ada"), new(2, "Bob", 1), new(3, "Cem", 1), new(4, "Dana", 2)];

    public int BossCalls { get; private set; }
    public int ReportCalls { get; private set; }

    public GraphQLSchema Build()
    {
        var text = new TextScalar();
        var number = new NumberScalar();
        var person = new ObjectType("Person") { ClrType = typeof(Person) };
        person.Fields = Fields(
            new("id", new NonNullType(number)) { Resolver = new MemberResolver(p => ((Person)p).Id, (p, json) => json.WriteNumberValue(((Person)p).Id)) },
            new("name", text) { Resolver = new MemberResolver(p => ((Person)p).Name) },
            new("shout", text) { Resolver = new ComputedResolver((p, _) => ((Person)p).Name.ToUpperInvariant()) },
            new("boss", person) { Resolver = new BatchResolver(Bosses) },
            new("reports", new ListType(new NonNullType(person))) { Resolver = new BatchResolver(Reports) });
        var query = new ObjectType("Query")
        {
            Fields = Fields(new Field("people", new NonNullType(new ListType(new NonNullType(person))))
            {
                Resolver = new BatchResolver(_ => new([People])),
            }),
        };
        return new([query, person, text, number], [], query, null, null);
    }

    ValueTask<IReadOnlyList<object?>> Bosses(BatchContext context)
    {
        BossCalls++;
        return new([.. context.Parents.Cast<Person>().Select(person => People.FirstOrDefault(boss => boss.Id == person.BossId))]);
    }

    async ValueTask<IReadOnlyList<object?>> Reports(BatchContext context)
    {
        ReportCalls++;
        await Task.Yield();
        return [.. context.Parents.Cast<Person>().Select(person => (object?)People.Where(report => report.BossId == person.Id))];
    }

    static FieldMap<Field> Fields(params Field[] fields) => new(fields, field => field.Name);

    sealed class TextScalar() : ScalarType("String");
    sealed class NumberScalar() : ScalarType("Int");
}
