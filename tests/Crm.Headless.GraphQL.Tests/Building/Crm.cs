using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Querying;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Building;

/// <summary>A small CRM with a loyalty plugin: what the tests of rows, nodes and mutations look at.</summary>
public static class Crm
{
    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public static GraphQLSchema Schema { get; } = Schemas.Of(CoreTypes, Loyalty);

    public static SchemaSource CoreTypes => Schemas.Core(typeof(Contact), typeof(Account), typeof(Visit), typeof(VisitKind), typeof(Kinds),
        typeof(ContactQueries), typeof(ContactRelations), typeof(ContactMutations), typeof(CreateContactInput),
        typeof(EmailTakenException), typeof(BlankException), typeof(CrmSubscriptions));

    public static SchemaSource Loyalty => Schemas.Plugin(typeof(LoyaltyAccount), typeof(ContactLoyalty), typeof(LoyaltyKinds));

    public static object[] Rows =>
    [
        new Contact { Id = Id(1), Name = "Ada", Email = "ada@example.com", AccountId = Id(10), City = new("Paris", "FR") },
        new Contact { Id = Id(2), Name = "Bob", AccountId = Id(10), City = new("Rome", "IT") },
        new Contact { Id = Id(3), Name = "Cem", City = new("Paris", "FR") },
        new Account { Id = Id(10), Name = "Analytical Engines" },
        new Visit { Id = Id(20), ContactId = Id(1), Kind = Kinds.Store, Minutes = 20 },
        new Visit { Id = Id(21), ContactId = Id(1), Kind = Kinds.Online, Minutes = 5 },
        new Visit { Id = Id(22), ContactId = Id(2), Kind = LoyaltyKinds.LoyaltyCheckin, Minutes = 1 },
        new LoyaltyAccount { ContactId = Id(1), Balance = 120 },
        new LoyaltyAccount { ContactId = Id(2), Balance = 30 },
    ];

    /// <summary>A person.</summary>
    [Node]
    public sealed class Contact
    {
        public Guid Id { get; set; }
        public string Name { get; set; } = "";
        public string? Email { get; set; }

        [GraphQLIgnore]
        public Guid? AccountId { get; set; }
        public City? City { get; set; }

        [NotFilterable]
        public string? Notes { get; set; }
        public string Shout => Name.ToUpperInvariant();
    }

    public sealed record City(string Name, string Country);

    [Node]
    public sealed class Account
    {
        public Guid Id { get; set; }
        public string Name { get; set; } = "";
    }

    public sealed class Visit
    {
        [ID]
        public Guid Id { get; set; }

        [ID<Contact>]
        public Guid ContactId { get; set; }
        public VisitKind Kind { get; set; }
        public int Minutes { get; set; }
    }

    public readonly record struct VisitKind(string Value);

    [EnumType<VisitKind>]
    public static class Kinds
    {
        public static VisitKind Store { get; } = new("STORE");
        public static VisitKind Online { get; } = new("ONLINE");
    }

    [QueryType]
    public static class ContactQueries
    {
        [UseSingleOrDefault]
        public static IQueryable<Contact> GetContact([ID<Contact>] Guid id, IQueryable<Contact> contacts) => contacts.Where(contact => contact.Id == id);

        [UsePaging(MaxPageSize = 20), UseFiltering, UseSorting(Default = ["Name DESC"])]
        public static IQueryable<Contact> GetContacts(IQueryable<Contact> contacts) => contacts;

        public static IQueryable<Account> GetAccounts(IQueryable<Account> accounts) => accounts;

        [NodeResolver]
        public static IQueryable<Contact> GetContactNode(IQueryable<Contact> contacts) => contacts;

        [NodeResolver]
        public static Task<IReadOnlyDictionary<Guid, Account>> GetAccountNodesAsync([Parent] IReadOnlyList<Guid> ids, IQueryRunner runner) =>
            Task.FromResult<IReadOnlyDictionary<Guid, Account>>(runner.Set<Account>().Where(account => ids.Contains(account.Id)).ToDictionary(account => account.Id));
    }

    [ObjectType<Contact>]
    public static class ContactRelations
    {
        public static string GetGreeting([Parent] Contact contact, string word = "Hello") => $"{word} {contact.Name}";

        [BatchResolver]
        public static IReadOnlyList<int> GetNameLength([Parent] IReadOnlyList<Contact> contacts) => [.. contacts.Select(contact => contact.Name.Length)];

        [BatchResolver]
        public static Task<IReadOnlyDictionary<Guid, string>> GetNicknameAsync([Parent("Id")] IReadOnlyList<Guid> ids) =>
            Task.FromResult<IReadOnlyDictionary<Guid, string>>(new Dictionary<Guid, string> { [Id(1)] = $"first of {ids.Count}" });

        [BatchResolver]
        public static ILookup<Guid, string> GetTags([Parent("Id")] IReadOnlyList<Guid> ids) => ids.Take(1).ToLookup(id => id, _ => "vip");

        [Join("AccountId", "Id"), UseSingleOrDefault, UseFiltering, UseSorting]
        public static IQueryable<Account> GetAccount(IQueryable<Account> accounts) => accounts;

        [Join("Id", "ContactId"), UsePaging, UseFiltering, UseSorting]
        public static IQueryable<Visit> GetVisits(IQueryable<Visit> visits) => visits;
    }

    [MutationType, Error<BlankException>]
    public static class ContactMutations
    {
        [Error<EmailTakenException>]
        public static async Task<Contact> CreateContactAsync(CreateContactInput input)
        {
            await Task.Yield();
            var faults = new List<Exception>();
            if (input.Name.Length == 0) faults.Add(new BlankException("name"));
            if (input.Email.Value == "taken@example.com") faults.Add(new EmailTakenException(Id(1)));
            if (faults.Count > 1) throw new AggregateException(faults);
            if (faults.Count == 1) throw faults[0];
            return new Contact { Id = Id(9), Name = input.Name, Email = input.Email.HasValue ? input.Email.Value ?? "erased" : "left out" };
        }

        public static bool RenameContact([ID<Contact>] Guid id, string name) => id == Id(1) && name.Length > 0;
    }

    public sealed record CreateContactInput(string Name, [Scalar("EmailAddress")] Optional<string?> Email, int Stars = 3);

    public abstract class CrmException(string code, string message) : Exception(message)
    {
        public string Code { get; } = code;
    }

    public sealed class BlankException(string field) : CrmException("BLANK", $"{field} must not be blank.")
    {
        public string Field { get; } = field;
    }

    public sealed class EmailTakenException(Guid contact) : CrmException("EMAIL_TAKEN", "The address belongs to somebody else.")
    {
        [ID<Contact>]
        public Guid ContactId { get; } = contact;
    }

    [SubscriptionType]
    public static class CrmSubscriptions
    {
        [Subscribe, Topic("contact-changed")]
        public static Contact? OnContactChanged([EventMessage] Guid id, string? word, IQueryRunner runner) =>
            word == "nobody" ? null : runner.Set<Contact>().First(contact => contact.Id == id);
    }

    public sealed class LoyaltyAccount
    {
        [GraphQLIgnore]
        public Guid ContactId { get; set; }
        public long Balance { get; set; }
    }

    [EnumType<VisitKind>]
    public static class LoyaltyKinds
    {
        public static VisitKind LoyaltyCheckin { get; } = new("LOYALTY_CHECKIN");
    }

    [ObjectType<Contact>]
    public static class ContactLoyalty
    {
        [Join("Id", "ContactId"), UseSingleOrDefault, UseFiltering, UseSorting]
        public static IQueryable<LoyaltyAccount> GetLoyalty(IQueryable<LoyaltyAccount> accounts) => accounts;
    }
}
