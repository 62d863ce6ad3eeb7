using Crm.Headless.Testing;
using Microsoft.Playwright;

namespace Crm.Headless.Tests.Clients;

/// <summary>The explorer in a real browser.</summary>
public sealed class ExplorerTests
{
    [ChromiumFact]
    public async Task A_newcomer_enters_the_key_runs_the_first_query_and_sees_data_also_without_plugins()
    {
        await using var host = await CrmTestHost.StartAsync();
        await host.QueryAsync("""mutation { createContact(input: { givenName: "Ada", familyName: "Lovelace" }) { contact { id } } }""");
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(new Uri(host.Address, "/graphql"));

        await page.GetByRole(AriaRole.Textbox, new() { Name = "Key or token" }).FillAsync("crm_admin_wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.GetByText("doesn’t take this key").WaitForAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Key or token" }).FillAsync(host.AdminKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Execute query") }).ClickAsync();
        await page.Locator(".result-window").GetByText("Ada Lovelace").WaitForAsync();
        Assert.Empty(browser.Complaints);
    }

    [ChromiumFact]
    public async Task The_page_of_plugins_shows_what_they_add_how_they_are_and_what_they_cost()
    {
        var built = Path.Combine(SharedFolder.Repository, "artifacts", "plugins");
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { PluginsFolder = built });
        await host.QueryAsync("""mutation { createContact(input: { givenName: "Ada" }) { contact { loyalty { balance } } } }""");
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(new Uri(host.Address, "/graphql/plugins"));

        await page.GetByRole(AriaRole.Textbox, new() { Name = "Key or token" }).FillAsync(host.AdminKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        var loyalty = page.GetByRole(AriaRole.Article, new() { Name = "crm.loyalty" });
        await loyalty.GetByText("enabled").WaitForAsync();
        await loyalty.GetByText("Contact.loyalty").WaitForAsync();
        await loyalty.GetByText(new System.Text.RegularExpressions.Regex("loyalty_accounts, .*loyalty_transactions")).WaitForAsync();
        await loyalty.GetByText(new System.Text.RegularExpressions.Regex("[1-9][0-9]* calls, [0-9.]+ ms, [1-9][0-9]* statements")).WaitForAsync();
        Assert.Empty(browser.Complaints);
    }
}
