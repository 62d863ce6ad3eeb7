using Crm.Headless.Plugins.Tests.Loyalty;
using Crm.Headless.Server.Contacts.Lifecycle;
using Crm.Headless.Server.Events;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.People;

/// <summary>Who was merged and is separated again, whatever came in between.</summary>
public sealed class SeparationTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_contact_is_not_separated_from_a_survivor_that_was_merged_itself_meanwhile(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var (dora, ann, ben) = (await CreateAsync(host, "dora"), await CreateAsync(host, "ann"), await CreateAsync(host, "ben"));
        await host.MergeAsync(ann, ben);
        using var lease = host.Crm.Services.GetRequiredService<IHandlerSource>().Lease();
        await using var db = await lease.OpenAsync(default);
        var found = await db.Set<MergeRecord>().AsNoTracking().SingleAsync();
        await host.MergeAsync(dora, ann);
        await Assert.ThrowsAsync<ContactMergedException>(() =>
            ContactMerging.UnmergeAsync(db, new(found.Id, found.SurvivorId, found.MergedId), DateTimeOffset.UnixEpoch, default));
    }

    static async Task<string> CreateAsync(LoyaltyHost host, string name, string? phone = null)
    {
        var id = await host.CreateContactAsync(name);
        await host.MustAsync("updateContact", new { id, email = $"{name}@example.com" });
        if (phone is not null) await host.MustAsync("updateContact", new { id, phone });
        return id;
    }
}
