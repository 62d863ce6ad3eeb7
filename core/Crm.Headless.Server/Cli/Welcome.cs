using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Cli;

/// <summary>What the console shows once the server listens. The key is printed here and goes into no log.</summary>
internal static class Welcome
{
    public static async Task WriteAsync(WebApplication app, TextWriter output)
    {
        var address = Reachable(app.Urls.First());
        var isConfigured = app.Services.GetRequiredService<AdminKeys>().IsConfigured;
        var made = app.Services.GetRequiredService<FirstKey>().Take();
        await output.WriteLineAsync(
            $$"""

            Crm.Headless is listening.

              Explorer   {{address}}/graphql
              Admin key  {{made ?? (isConfigured ? "as set by Crm__AdminKey" : "made at the first start and stored hashed; \"crm key reset\" makes a new one")}}
            {{(made is null ? "" : "             It is shown only now. \"crm key reset\" makes a new one.\n")}}
            Try it:

              curl {{address}}/graphql -H "Authorization: Bearer {{made ?? (isConfigured ? "$Crm__AdminKey" : "$CRM_KEY")}}" -H "Content-Type: application/json" -d '{"query":"{ contacts(first: 3) { nodes { displayName } } }"}'

            Ctrl+C stops the server.

            """);
    }

    /// <summary>For a start that was broken off after it made the first key, which can't be shown later.</summary>
    public static async Task WriteKeyAsync(WebApplication app, TextWriter output)
    {
        if (app.Services.GetRequiredService<FirstKey>().Take() is { } made)
            await output.WriteLineAsync($"Admin key  {made}\n           It is shown only now. \"crm key reset\" makes a new one.");
    }

    /// <summary>Where a person on this machine finds a server that listens everywhere.</summary>
    internal static string Reachable(string url)
    {
        var address = BindingAddress.Parse(url);
        string[] everywhere = ["*", "+", "[::]", "0.0.0.0"];
        var host = everywhere.Contains(address.Host) ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}{address.PathBase}";
    }
}
