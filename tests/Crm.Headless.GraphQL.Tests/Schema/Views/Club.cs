using Crm.Headless.GraphQL.Schema;
using Crm.Headless.GraphQL.Tests.Building;

namespace Crm.Headless.GraphQL.Tests.Schema.Views;

/// <summary>A club whose people and rooms say who may see what of them: what the tests of views look at.</summary>
public static class Club
{
    public static GraphQLSchema Schema { get; } = Schemas.Of(Schemas.Core(
        typeof(Person), typeof(Room), typeof(ClubQueries), typeof(PersonFields), typeof(RoomFields),
        typeof(ClubMutations), typeof(ClubSubscriptions)));

    public static object[] Rows =>
    [
        new Person { Id = Id(1), Name = "Zoë", Email = "zoe@x.io", Phone = "13812345678", Age = 41, Hobby = "chess", RoomId = Id(9) },
        new Person { Id = Id(2), Name = "张三", Age = 12, Hobby = "chess" },
        new Room { Id = Id(9), Title = "Blue" },
    ];

    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public static GraphQLSchema ViewOf(params string[] scopes) => SchemaView.Of(Schema, Access.Of(scopes));

    public static GraphQLSchema MemberView(params string[] scopes) => SchemaView.Of(Schema, new Access(scopes.ToHashSet(), IsMember: true));

    public static Task<string> AskAsync(this GraphQLSchema view, string document) =>
        view.AnswerAsync(document, "{}", new MemoryRunner(Rows));

    [UnionType]
    public interface IFound;

    [Node, Authorize("people:read")]
    public sealed class Person : IFound
    {
        [AllowMembers]
        public Guid Id { get; set; }

        [PersonalData, AllowMembers]
        public string Name { get; set; } = "";

        [PersonalData(Mask = PersonalDataMask.Email)]
        public string? Email { get; set; }

        [PersonalData(Mask = PersonalDataMask.Phone)]
        public string? Phone { get; set; }

        /// <summary>Can be neither masked nor null.</summary>
        [PersonalData]
        public int Age { get; set; }

        [PersonalData]
        public DateOnly? Born { get; set; } = new(1984, 2, 29);
        public string Hobby { get; set; } = "";

        [Authorize("people:notes")]
        public string? Notes { get; set; } = "owes us";

        [GraphQLIgnore]
        public Guid? RoomId { get; set; }

        /// <summary>Made of the name.</summary>
        public string Badge => $"{Name} ({Hobby})";
    }

    [Node, AllowMembers]
    public sealed class Room : IFound
    {
        public Guid Id { get; set; }
        public string Title { get; set; } = "";

        [AllowMembers(false)]
        public string Key { get; set; } = "1234";
    }

    public sealed record Opening(string Day, Hours Hours);

    public sealed record Hours(int From, int To);

    [QueryType, Authorize("people:read")]
    public static class ClubQueries
    {
        [UsePaging, UseFiltering, UseSorting(Default = ["Name"])]
        public static IQueryable<Person> GetPeople(IQueryable<Person> people) => people;

        [UseFiltering, UseSorting, Authorize("rooms:read")]
        public static IQueryable<Room> GetRooms(IQueryable<Room> rooms) => rooms;

        [AllowAnonymous, AllowMembers]
        public static IReadOnlyList<IFound?> GetFound() => [(Person)Rows[0], (Room)Rows[2], null];

        [AllowAnonymous]
        public static string GetCall(string name, [Authorize("clubs:shout")] string greeting = "Hello", int times = 1) =>
            $"{greeting}, {name}! x{times}";

        [AllowAnonymous]
        public static bool GetIsOwn([PersonalData] string? name, string? room) => name is null && room is not null;

        [Authorize("clubs:ring")]
        public static bool GetRing([Authorize("clubs:shout")] string with) => with.Length > 0;

        [AllowAnonymous, AllowMembers]
        public static Opening GetOpening() => new("Monday", new(9, 17));

        [NodeResolver, Authorize("people:read")]
        public static IQueryable<Person> GetPersonNode(IQueryable<Person> people) => people;

        [NodeResolver, Authorize("rooms:read")]
        public static IQueryable<Room> GetRoomNode(IQueryable<Room> rooms) => rooms;
    }

    [ObjectType<Person>]
    public static class PersonFields
    {
        public static string GetGreeting([Parent] Person person) => $"Hello {person.Name}";

        [PersonalData(false)]
        public static int GetNameLength([Parent] Person person) => person.Name.Length;

        [BatchResolver]
        public static IReadOnlyList<string?> GetReversed([Parent] IReadOnlyList<Person> people) =>
            [.. people.Select(person => string.Concat(person.Name.Reverse()))];

        [BatchResolver]
        public static IReadOnlyList<string?> GetDomain([Parent("Email")] IReadOnlyList<string?> emails) =>
            [.. emails.Select(email => email?.Split('@')[^1])];

        [Join("RoomId", "Id"), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("rooms:read")]
        public static IQueryable<Room> GetRoom(IQueryable<Room> rooms) => rooms;
    }

    [ObjectType<Room>]
    public static class RoomFields
    {
        /// <summary>The attribute of the rows' own type counts for them, though this one has none.</summary>
        [Join("Id", "RoomId"), UsePaging, UseFiltering]
        public static IQueryable<Person> GetPeople(IQueryable<Person> people) => people;
    }

    public sealed record AddPersonInput(
        string Name, [Authorize("people:vip")] string Rank = "guest", [Authorize("people:vip")] string? Sponsor = null);

    [MutationType, Authorize("people:write")]
    public static class ClubMutations
    {
        public static string AddPerson(AddPersonInput input) => $"{input.Name} as {input.Rank} by {input.Sponsor ?? "nobody"}";

        public static string Rename([ID<Person>] Guid id, string name, [Authorize("people:vip")] string rank = "guest") =>
            $"{id}: {name} as {rank}";
    }

    [SubscriptionType]
    public static class ClubSubscriptions
    {
        [Subscribe, Authorize("people:read")]
        public static Person GetPersonCame([EventMessage] Person person) => person;
    }
}
