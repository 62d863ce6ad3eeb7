using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Contacts;

public sealed class ContactTests(Hosts hosts) : IClassFixture<Hosts>
{
    const string Everything = """
        contact {
          id givenName familyName displayName jobTitle birthDate { year month day } language timeZone email phone source status version
          contactPoints { id kind label value primary verifiedAt address { street city } }
          identities { provider issuer subject } externalIds { source value }
          affiliations { role primary from to account { name } } account { name }
        }
        """;

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_new_contact_has_all_that_was_said(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var account = await host.ChangeAsync("createAccount", new { name = "Alfreds Futterkiste" }, "account { id }");

        var contact = await host.ChangeAsync("createContact", new
        {
            givenName = " Maria ",
            familyName = "Anders",
            jobTitle = "Sales Representative",
            language = "de-at",
            timeZone = "Europe/Berlin",
            birthDate = new { year = 1980, month = 2, day = 29 },
            source = "northwind",
            phone = "030-0074321",
            contactPoints = new object[]
            {
                new { kind = "EMAIL", value = "maria@example.com", label = "work", verified = true },
                new { kind = "ADDRESS", address = new { street = "Obere Str. 57", city = "Berlin" } },
            },
            identities = new[] { new { provider = "shop", issuer = "main", subject = "4711" } },
            externalIds = new[] { new { source = "northwind", value = "ALFKI" + kind } },
            affiliations = new[] { new { account = new { id = account.Id() }, role = "Owner", from = "2020-01-31" } },
        }, Everything);

        Assert.Equal("Maria Anders", contact.Text("displayName"));
        Assert.Equal("maria@example.com", contact.Text("email"));
        Assert.Equal("030-0074321", contact.Text("phone"));
        Assert.Equal("de-AT", contact.Text("language"));
        Assert.Equal("ACTIVE", contact.Text("status"));
        Assert.Equal(1, contact.GetProperty("version").GetInt32());
        Assert.Equal(29, contact.GetProperty("birthDate").GetProperty("day").GetInt32());
        Assert.Equal("Alfreds Futterkiste", contact.GetProperty("account").Text("name"));
        Assert.Equal(3, contact.List("contactPoints").Count);
        Assert.All(contact.List("contactPoints"), point => Assert.True(point.GetProperty("primary").GetBoolean()));
        Assert.Equal("4711", Assert.Single(contact.List("identities")).Text("subject"));
        Assert.Equal("2020-01-31", Assert.Single(contact.List("affiliations")).Text("from"));
    }

    [Theory]
    [OnSqlite("伟", "张", "张伟"), OnSqlite("Wei", "Zhang", "Wei Zhang"), OnSqlite("민수", "김", "김민수"), OnSqlite("太郎", "Yamada", "太郎 Yamada")]
    public async Task The_display_name_has_the_order_of_its_script(DatabaseKind kind, string givenName, string familyName, string displayName)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { givenName, familyName }, "contact { displayName }");
        Assert.Equal(displayName, contact.Text("displayName"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_made_display_name_follows_the_names_and_a_given_one_stays(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var made = await host.ChangeAsync("createContact", new { givenName = "Ana", familyName = "Silva" }, "contact { id }");
        var given = await host.ChangeAsync("createContact", new { givenName = "Ana", displayName = "Doctor Ana" }, "contact { id }");

        made = await host.ChangeAsync("updateContact", new { id = made.Id(), familyName = "Souza" }, "contact { displayName }");
        given = await host.ChangeAsync("updateContact", new { id = given.Id(), familyName = "Souza" }, "contact { displayName }");

        Assert.Equal("Ana Souza", made.Text("displayName"));
        Assert.Equal("Doctor Ana", given.Text("displayName"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_contact_without_a_name_is_shown_by_what_it_can_be_told_by(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { phone = "138 0013 8000" }, "contact { displayName }");
        Assert.Equal("138 0013 8000", contact.Text("displayName"));
        Assert.Equal("BlankError", (await host.RefusedAsync("createContact", new { jobTitle = "Nobody" })).TypeName());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_update_changes_what_is_given_and_leaves_the_rest(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { givenName = "Ana", jobTitle = "Owner", timeZone = "UTC" }, "contact { id }");

        contact = await host.ChangeAsync("updateContact", new { id = contact.Id(), jobTitle = (string?)null, familyName = "Trujillo" }, Everything);

        Assert.Equal("Ana Trujillo", contact.Text("displayName"));
        Assert.Null(contact.Text("jobTitle"));
        Assert.Equal("UTC", contact.Text("timeZone"));
        Assert.Equal(2, contact.GetProperty("version").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_update_that_changes_nothing_is_no_new_version(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { givenName = "Ana", email = "ana@example.com" }, "contact { id updatedAt }");
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        var same = await host.ChangeAsync("updateContact", new { id = contact.Id(), givenName = "Ana", email = "ANA@example.com" }, "contact { version updatedAt }");

        Assert.Equal(1, same.GetProperty("version").GetInt32());
        Assert.Equal(contact.Text("updatedAt"), same.Text("updatedAt"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_update_for_an_older_version_is_refused_and_told_the_current_one(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { givenName = "Ana" }, "contact { id }");
        await host.ChangeAsync("updateContact", new { id = contact.Id(), version = 1, givenName = "Anna" }, "contact { id }");

        var error = await host.RefusedAsync("updateContact", new { id = contact.Id(), version = 1, givenName = "Anne" }, "... on VersionConflictError { currentVersion field }");

        Assert.Equal("VersionConflictError", error.TypeName());
        Assert.Equal(2, error.GetProperty("currentVersion").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_archived_contact_is_left_out_of_lists_that_do_not_ask_for_it(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { givenName = "Archie", familyName = "Leach" }, "contact { id }");
        await host.ChangeAsync("archiveContact", new { id = contact.Id() }, "contact { id }");

        const string list = "query($status: RecordStatus) { contacts(status: $status, where: {familyName: {eq: \"Leach\"}}) { nodes { id } } }";
        Assert.Empty((await host.QueryAsync("{ contacts(where: {familyName: {eq: \"Leach\"}}) { nodes { id } } }")).Nodes("contacts"));
        Assert.Single((await host.QueryAsync(list, new { status = "ARCHIVED" })).Nodes("contacts"));
        Assert.Single((await host.QueryAsync(list, new { status = (string?)null })).Nodes("contacts"));

        var restored = await host.ChangeAsync("restoreContact", new { id = contact.Id() }, "contact { status version }");
        Assert.Equal("ACTIVE", restored.Text("status"));
        Assert.Equal(3, restored.GetProperty("version").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_contact_is_found_by_its_id_and_as_a_node(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var id = (await host.ChangeAsync("createContact", new { givenName = "Nora" }, "contact { id }")).Id();

        var found = await host.QueryAsync("query($id: ID!) { contact(id: $id) { givenName } node(id: $id) { ... on Contact { givenName } } }", new { id });

        Assert.Equal("Nora", found.GetProperty("contact").Text("givenName"));
        Assert.Equal("Nora", found.GetProperty("node").Text("givenName"));
    }

    [Theory]
    [OnSqlite("{\"email\": \"no at sign\"}", "InvalidEmailError", "input.email")]
    [OnSqlite("{\"contactPoints\": [{\"kind\": \"EMAIL\", \"value\": \"a@nodot\"}]}", "InvalidEmailError", "input.contactPoints.0.value")]
    [OnSqlite("{\"phone\": \"call me\"}", "InvalidPhoneError", "input.phone")]
    [OnSqlite("{\"phone\": \"+-()\"}", "InvalidPhoneError", "input.phone")]
    [OnSqlite("{\"birthDate\": {\"year\": 2023, \"month\": 2, \"day\": 29}}", "InvalidDateError", "input.birthDate")]
    [OnSqlite("{\"birthDate\": {\"month\": 13, \"day\": 1}}", "InvalidDateError", "input.birthDate")]
    [OnSqlite("{\"birthDate\": {\"year\": 9998, \"month\": 1, \"day\": 1}}", "InvalidDateError", "input.birthDate")]
    [OnSqlite("{\"language\": \"zh_CN\"}", "InvalidLanguageError", "input.language")]
    [OnSqlite("{\"timeZone\": \"Mars/Olympus\"}", "UnknownTimeZoneError", "input.timeZone")]
    [OnSqlite("{\"givenName\": \"a\\u0000b\"}", "UnreadableTextError", "input.givenName")]
    [OnSqlite("{\"identities\": [{\"provider\": \" \", \"subject\": \"1\"}]}", "BlankError", "input.identities.0.provider")]
    public async Task What_cannot_be_read_is_refused_with_its_place(DatabaseKind kind, string input, string error, string field)
    {
        var host = await hosts.OnAsync(kind);
        var refused = await host.RefusedAsync("createContact", System.Text.Json.JsonDocument.Parse(input).RootElement, $"... on {error} {{ field }}");
        Assert.Equal(error, refused.TypeName());
        Assert.Equal(field, string.Join('.', refused.List("field")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_unknown_owner_is_named_with_its_type_id_and_place(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var owner = Crm.Headless.GraphQL.GlobalId.Format("User", Guid.NewGuid());
        var error = await host.RefusedAsync("createContact", new { givenName = "Ana", ownerId = owner }, "... on NotFoundError { type id field }");
        Assert.Equal("User", error.Text("type"));
        Assert.Equal(owner, error.Text("id"));
        Assert.Equal("input.ownerId", string.Join('.', error.List("field")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Too_long_a_name_is_refused(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var error = await host.RefusedAsync("createContact", new { givenName = new string('a', 201) }, "... on TextTooLongError { maxLength }");
        Assert.Equal(200, error.GetProperty("maxLength").GetInt32());
    }
}
