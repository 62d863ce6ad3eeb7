using Microsoft.Playwright;

namespace Crm.Headless.Tests.Clients;

/// <summary>The machine's chromium, with what it complained of: scripts that failed, requests that the page's policy forbids.</summary>
sealed class Browser(IPlaywright playwright, IBrowser chromium) : IAsyncDisposable
{
    static readonly string[] Flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    readonly List<string> _complaints = [];

    public static string? Executable { get; } = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    public IReadOnlyList<string> Complaints => _complaints;

    public static async Task<Browser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Flags }));
    }

    public async Task<IPage> OpenAsync(Uri address)
    {
        var page = await chromium.NewPageAsync();
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal)) _complaints.Add(message.Text);
        };
        await page.GotoAsync(address.ToString());
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.CloseAsync();
        playwright.Dispose();
    }
}

/// <summary>A test that needs a browser, and the page that npm builds.</summary>
sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Browser.Executable is null
        ? "Chromium isn't installed. Run: apt-get install chromium."
        : ClientPackages.Missing;
}
