using System.Text;
using Crm.Headless.Testing;

namespace Crm.Headless.Server.Tests.Import;

public sealed class ImportTests : IAsyncLifetime
{
    const string PeopleMap = """
        { "source": "shop", "contacts": { "externalId": "{编号}", "displayName": "{姓名}", "email": "{邮箱}", "birthDate": { "month": "{月}", "day": "{日}" } } }
        """;

    TestDatabase _database = null!;
    CrmCommand _crm = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        _crm = new CrmCommand(_database);
    }

    public async Task DisposeAsync()
    {
        _crm.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_chinese_excel_wrote_is_read_as_gbk()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding("gbk").GetBytes("编号,姓名,邮箱,月,日\r\n1,张伟先生,zhang@mail.example,2,29\r\n");

        var (exitCode, output) = await ImportAsync("people.csv", bytes);

        Assert.True(exitCode == 0, output);
        Assert.Contains("gb18030", output);
        Assert.Equal(["张伟先生"], await NamesAsync());
    }

    [Fact]
    public async Task A_refused_row_is_written_down_with_its_line_and_reason_and_the_others_are_taken()
    {
        var (exitCode, output) = await ImportAsync("people.csv", Encoding.UTF8.GetBytes(
            "编号,姓名,邮箱,月,日\n1,Ada,ada@mail.example,,\n2,\"Bob\nLines\",not an address,,\n3,Cleo,,2,30\n4,Dora,,x,1\n5,Too few\n6,Eve,,,\n"));

        Assert.Equal(3, exitCode);
        Assert.Contains("4 rows were refused", output);
        var refused = File.ReadAllText(Directory.GetFiles(_folder, "*.refused.csv").Single());
        Assert.Contains("3,\"contacts.email: \"\"not an address\"\" can't be an email address", refused);
        Assert.Contains("5,\"contacts.birthDate", refused);
        Assert.Contains("6,\"contacts: 月: \"\"x\"\" is not a whole number.\"", refused);
        Assert.Contains("7,\"The row has 2 columns, the heading 5.\"", refused);
        Assert.Equal(["Ada", "Eve"], await NamesAsync());
    }

    [Fact]
    public async Task A_record_ends_as_the_last_of_its_rows_says()
    {
        var (exitCode, output) = await ImportAsync("people.csv", "编号,姓名,邮箱,月,日\n1,Ada,,,\n1,Beda,,,\n1,Ada,,,\n"u8.ToArray());
        Assert.True(exitCode == 0, output);
        Assert.Equal(["Ada"], await NamesAsync());
    }

    [Fact]
    public async Task Every_one_of_equal_rows_that_are_refused_is_written_down()
    {
        var (_, output) = await ImportAsync("people.csv", "编号,姓名,邮箱,月,日\n1,Bob,none,,\n1,Bob,none,,\n"u8.ToArray());
        Assert.Contains("2 rows were refused", output);
        Assert.Equal(3, File.ReadAllLines(Directory.GetFiles(_folder, "*.refused.csv").Single()).Length);
    }

    [Fact]
    public async Task An_interaction_keeps_the_time_zone_in_which_its_time_was_read()
    {
        var map = _crm.Write("map.json", """
            {
              "source": "shop", "timeZone": "America/New_York",
              "accounts": { "externalId": "{who}", "name": "{who}" },
              "interactions": {
                "externalId": "{$line}", "kind": "NOTE", "occurredAt": "{day:yyyyMMdd}",
                "account": { "externalId": { "source": "shop", "value": "{who}" } }
              }
            }
            """u8.ToArray());
        var file = _crm.Write("notes.csv", "who,day\nAda,20260102\n"u8.ToArray());
        var (exitCode, output) = await _crm.RunAsync("import", file, "--map", map);
        Assert.True(exitCode == 0, output);
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { SharedDatabase = _database });
        var note = Assert.Single((await host.QueryAsync("{ interactions { nodes { occurredAt timeZone } } }")).Nodes("interactions"));
        Assert.Equal("America/New_York", note.Text("timeZone"));
        Assert.StartsWith("2026-01-02T05:00:00", note.Text("occurredAt"));
    }

    [Fact]
    public async Task A_map_that_mentions_a_column_which_is_not_there_is_refused_with_the_columns_that_are()
    {
        var (exitCode, output) = await ImportAsync("people.csv", "编号,姓名\n1,Ada\n"u8.ToArray());
        Assert.Equal(1, exitCode);
        Assert.Contains("The map mentions {邮箱}, {月}, {日}, but the columns of the file are 编号, 姓名.", output);
    }

    [Fact]
    public async Task A_map_with_a_member_that_the_api_does_not_know_is_refused_with_those_it_knows()
    {
        var map = _crm.Write("map.json", """{ "source": "shop", "contacts": { "externalId": "{id}", "nick": "{name}" } }"""u8.ToArray());
        var (exitCode, output) = await _crm.RunAsync("import", _crm.Write("people.csv", "id,name\n1,Ada\n"u8.ToArray()), "--map", map);
        Assert.Equal(1, exitCode);
        Assert.Contains("has a member \"nick\"", output);
        Assert.Contains("givenName", output);
    }

    string _folder = "";

    async Task<(int ExitCode, string Output)> ImportAsync(string name, byte[] contents)
    {
        var file = _crm.Write(name, contents);
        _folder = Path.GetDirectoryName(file)!;
        return await _crm.RunAsync("import", file, "--map", _crm.Write("people.json", Encoding.UTF8.GetBytes(PeopleMap)));
    }

    async Task<IEnumerable<string?>> NamesAsync()
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { SharedDatabase = _database });
        var data = await host.QueryAsync("{ contacts(order: [{ displayName: ASC }]) { nodes { displayName } } }");
        return data.Nodes("contacts").Select(contact => contact.Text("displayName"));
    }
}
