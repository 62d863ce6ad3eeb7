using System.Runtime.Versioning;
using Crm.Headless.Testing;
using Microsoft.Extensions.Configuration;

namespace Crm.Headless.Server.Tests.Data;

/// <summary>What the installation keeps in files is for the eyes of its own user.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesTests
{
    const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    [Fact]
    public async Task Nobody_else_reads_the_data_folder_nor_the_database_and_what_is_beside_it()
    {
        var parent = Directory.CreateTempSubdirectory("crm-test-");
        var folder = Path.Combine(parent.FullName, "data");
        await using (var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Configure = builder =>
                builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Crm", ""), new("Crm:DataFolder", folder)]),
        }))
        {
            await host.ChangeAsync("createContact", new { givenName = "Ada" }, "contact { id }");

            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder) & Others);
            Assert.Equal(["crm.db", "crm.db-shm", "crm.db-wal"], Directory.GetFiles(folder, "crm.db*").Select(Path.GetFileName).Order());
            Assert.All(Directory.GetFiles(folder), file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Others));
        }
        parent.Delete(recursive: true);
    }
}
