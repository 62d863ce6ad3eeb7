using Crm.Headless.Plugins.Tests.Loading;

namespace Crm.Headless.Plugins.Tests.Guide;

/// <summary>
/// Does what sdk/README.md says, block by block, as somebody would who has the packages and nothing else of this repository: from
/// <c>dotnet new</c> to a plugin that is installed in a running server, and its upgrade.
/// </summary>
public sealed class GuideTests
{
    [Fact]
    public async Task Whoever_follows_the_authors_guide_ends_with_an_installed_plugin()
    {
        var steps = GuideText.StepsOf(await File.ReadAllTextAsync(Path.Combine(PluginsFolder.RepositoryRoot, "sdk", "README.md")));
        await using var workshop = await Workshop.OpenAsync();
        foreach (var step in steps) await workshop.DoAsync(step);
        await workshop.ExpectSameAsync("dotnet new crm-plugin --name Twin --id acme.twin --output OUT", "crm plugin new Twin --id acme.twin --output OUT");
        Assert.True(workshop.Has("crm.headless.sdk") && workshop.Has("crm.headless.sdk.testing"));
    }
}
