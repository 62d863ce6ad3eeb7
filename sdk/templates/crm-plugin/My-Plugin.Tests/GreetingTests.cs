using Crm.Headless.Testing;

namespace My_Plugin.Tests;

public sealed class GreetingTests
{
    [Fact]
    public async Task A_contact_is_greeted_in_its_language()
    {
        await using var host = await CrmTestHost.StartAsync();
        await host.QueryAsync("""mutation { createContact(input: { givenName: "Ada", language: "de" }) { contact { id } } }""");
        var data = await host.QueryAsync("{ contacts(first: 1) { nodes { greetingsGreeting { text } } } }");
        Assert.Equal(
            """{"contacts":{"nodes":[{"greetingsGreeting":{"text":"Hallo, Ada!"}}]}}""",
            data.GetRawText());
    }
}
