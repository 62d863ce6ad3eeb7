using Crm.Headless.Server.Security.DataKeys;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crm.Headless.Server.Tests.Data;

/// <summary>What encrypts where no host is.</summary>
static class TestKeys
{
    public static DataProtector Protector { get; } = Open();

    static DataProtector Open()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new($"{DataKeyStore.Setting}:0:Id", "test"),
            new($"{DataKeyStore.Setting}:0:Key", Convert.ToBase64String(new byte[DataKey.Size])),
        ]).Build();
        var protector = new DataProtector(new(configuration, NullLogger<DataKeyStore>.Instance));
        protector.HashWith(new byte[DataKey.Size]);
        return protector;
    }
}
