using Crm.Headless.GraphQL;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using PublicApiGenerator;

namespace Crm.Headless.Plugins.Tests.Surface;

/// <summary>What plugins are compiled against: whoever changes it sees it in the diff, and thinks of the SemVer promise in sdk/README.md.</summary>
public sealed class SurfaceTests
{
    const string ApprovedFile = "sdk/surface.approved.txt";

    [Fact]
    public void The_public_surface_of_the_sdk_is_the_approved_one()
    {
        var approved = Path.Combine(PluginsFolder.RepositoryRoot, ApprovedFile);
        var actual = Path.Combine(PluginsFolder.RepositoryRoot, "artifacts", "surface.txt");
        File.WriteAllText(actual, Surface());
        Assert.True(
            File.ReadAllText(approved) == File.ReadAllText(actual),
            $"The public surface changed: compare artifacts/surface.txt with {ApprovedFile}. If the change is meant, copy the one over the other.");
    }

    static string Surface() => string.Join('\n',
        from type in new[] { typeof(AuthorizeAttribute), typeof(CrmPlugin), typeof(CrmTestHost) }
        let assembly = type.Assembly
        select $"// {assembly.GetName().Name}\n{assembly.GeneratePublicApi(new() { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").Trim()}\n");
}
