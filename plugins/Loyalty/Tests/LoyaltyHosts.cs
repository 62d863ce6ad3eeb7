using Crm.Headless.Testing;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Those about points. The tests of a collection take turns at its hosts.</summary>
[CollectionDefinition(nameof(TestsOfPoints))]
public sealed class TestsOfPoints : ICollectionFixture<LoyaltyHosts>;

/// <summary>Those about rules, tiers and time, beside the others: with hosts of their own.</summary>
[CollectionDefinition(nameof(TestsOfRules))]
public sealed class TestsOfRules : ICollectionFixture<LoyaltyHosts>;

/// <summary>
/// One host for each database, as to start one takes ten times as long as most tests. Each test finds the plugin as it is when it has just
/// been installed, and speaks of contacts, units and external ids of its own, as the core keeps what the tests before it wrote.
/// </summary>
public sealed class LoyaltyHosts : IAsyncLifetime
{
    readonly Dictionary<DatabaseKind, LoyaltyInstallation> _installations = [];

    /// <summary>The host, for a test to begin on.</summary>
    public async Task<LoyaltyHost> AfreshAsync(DatabaseKind database)
    {
        var installation =
            await UsableAsync(database) ?? (_installations[database] = await LoyaltyInstallation.StartAsync(database));
        await installation.RestoreAsync();
        return installation.Host;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var installation in _installations.Values) await installation.Host.DisposeAsync();
    }

    // With events that a test leaves behind when it fails, all tests after it would fail.
    async Task<LoyaltyInstallation?> UsableAsync(DatabaseKind database)
    {
        if (!_installations.Remove(database, out var used)) return null;
        if (!await used.Host.HasParkedAsync()) return _installations[database] = used;
        await used.Host.DisposeAsync();
        return null;
    }
}
