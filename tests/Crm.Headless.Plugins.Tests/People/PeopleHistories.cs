using Crm.Headless.Plugins.Tests.Loyalty;
using Crm.Headless.Server.Data;
using Crm.Headless.Testing;
using Crm.Headless.Testing.Conformance;
using Crm.Headless.Tests;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.People;

/// <summary>
/// Whatever happens to four people in whatever order, who is separated is as before, but for what came meanwhile. A failure names FsCheck's
/// seed and the steps.
/// </summary>
public sealed class PeopleHistories
{
    const int People = 4;

    /// <param name="Kind">What is done.</param>
    /// <param name="Who">To whom.</param>
    /// <param name="Other">With whom.</param>
    public sealed record Step(string Kind, int Who, int Other);

    static Gen<Step> AnyStep(params string[] kinds) =>
        from kind in Gen.Elements(kinds)
        from who in Gen.Choose(0, People - 1)
        from other in Gen.Choose(0, People - 1)
        select new Step(kind, who, other);

    static int Histories { get; } = LongTests.WhyNot is null ? 20 : 3;

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task Those_who_are_all_separated_again_export_what_they_did_before(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Histories), Prop.ForAll(
            Gen.ListOf(AnyStep("merge", "merge", "unmerge"), 8).ToArbitrary(), steps => RestoresAsync(host, steps).GetAwaiter().GetResult()));
    }

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task What_comes_after_a_merge_stays_with_who_survived_it_and_nothing_of_who_is_forgotten_stays(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Histories), Prop.ForAll(
            Gen.ListOf(AnyStep("merge", "merge", "unmerge", "purchase", "purchase", "rename"), 10).ToArbitrary(), steps => AddsUpAsync(host, steps).GetAwaiter().GetResult()));
    }

    static async Task<bool> RestoresAsync(LoyaltyHost host, IEnumerable<Step> steps)
    {
        var world = await PeopleModel.StartAsync(host, People);
        var before = await world.ExportsAsync();
        foreach (var step in steps) await world.TakeAsync(step);
        await world.SeparateAllAsync();
        return before.SequenceEqual(await world.ExportsAsync());
    }

    static async Task<bool> AddsUpAsync(LoyaltyHost host, IEnumerable<Step> steps)
    {
        var world = await PeopleModel.StartAsync(host, People);
        foreach (var step in steps) await world.TakeAsync(step);
        await world.SeparateAllAsync();
        if (!await world.IsAsExpectedAsync()) return false;
        await host.EraseAsync(world.Ids[0]);
        var found = await EveryColumn.FindAsync(host.Crm.Services.GetRequiredService<Database>(), value => EveryColumn.Holds(value, world.NameOf(0)));
        return found.Count == 0 && await world.IsAsExpectedAsync(from: 1);
    }
}

/// <summary>What is expected of some people, told by what was done with them.</summary>
sealed class PeopleModel(LoyaltyHost host, string family, IReadOnlyList<string> ids)
{
    readonly List<(int Survivor, int Merged)> _merges = [];
    readonly List<List<long>> _purchases = [.. ids.Select(_ => new List<long> { 42 })];
    readonly string?[] _titles = new string?[ids.Count];
    readonly Stack<(int Survivor, string? Before, string? After)> _taken = [];

    public IReadOnlyList<string> Ids => ids;

    public static async Task<PeopleModel> StartAsync(LoyaltyHost host, int count)
    {
        var family = "w" + Guid.NewGuid().ToString("N")[..12];
        var ids = new List<string>();
        for (var i = 0; i < count; i++) ids.Add(await host.PersonAsync($"{family}x{i}", i == 0 ? "+49 30 7654321" : null));
        await host.HandledAsync();
        return new(host, family, ids);
    }

    public string NameOf(int who) => $"{family}x{who}";

    public async Task<IReadOnlyList<string>> ExportsAsync()
    {
        var exports = new List<string>();
        foreach (var id in ids) exports.Add((await host.ExportAsync(id)).ToJsonString());
        return exports;
    }

    /// <summary>What can't be done is left out.</summary>
    public async Task TakeAsync(PeopleHistories.Step step)
    {
        if (step.Kind == "unmerge" && _merges.Count > 0) await SeparateLatestAsync();
        if (step.Kind == "merge" && RootOf(step.Who) is var survivor && RootOf(step.Other) is var merged && survivor != merged) await MergeAsync(survivor, merged);
        if (step.Kind == "purchase") await PurchaseAsync(step.Who, 1 + step.Other);
        if (step.Kind == "rename") await RenameAsync(RootOf(step.Who), $"title {step.Other}");
    }

    public async Task SeparateAllAsync()
    {
        while (_merges.Count > 0) await SeparateLatestAsync();
        await host.HandledAsync();
    }

    /// <summary>Everybody has his own purchases and those made while he stood for others, and the points for them.</summary>
    public async Task<bool> IsAsExpectedAsync(int from = 0)
    {
        for (var who = from; who < ids.Count; who++)
        {
            var export = await host.ExportAsync(ids[who]);
            var purchases = export["interactions"]!.AsArray().Where(row => (string)row!["kind"]! == "PURCHASE").Select(row => row!["amount"]!.GetValue<decimal>()).Order().ToList();
            var isSame = purchases.SequenceEqual(_purchases[who].Select(amount => (decimal)amount).Order())
                && (string?)export["contact"]!["jobTitle"] == _titles[who]
                && await host.BalanceAsync(ids[who]) == _purchases[who].Sum();
            if (!isSame) return false;
        }
        return true;
    }

    int RootOf(int who) => _merges.FindIndex(merge => merge.Merged == who) is >= 0 and var at ? RootOf(_merges[at].Survivor) : who;

    async Task MergeAsync(int survivor, int merged)
    {
        await host.HandledAsync(); // the points for what came before are its own
        await host.MergeAsync(ids[survivor], ids[merged]);
        _merges.Add((survivor, merged));
        _taken.Push((survivor, _titles[survivor], _titles[survivor] ??= _titles[merged]));
    }

    async Task SeparateLatestAsync()
    {
        await host.HandledAsync();
        await host.UnmergeAsync(ids[_merges[^1].Merged]);
        _merges.RemoveAt(_merges.Count - 1);
        var (survivor, before, after) = _taken.Pop();
        if (before != after && _titles[survivor] == after) _titles[survivor] = before;
    }

    // Through the id that was merged: it leads to who stands for it.
    async Task PurchaseAsync(int who, long amount)
    {
        await host.PurchaseAsync(ids[who], amount);
        _purchases[RootOf(who)].Add(amount);
    }

    async Task RenameAsync(int who, string title)
    {
        await host.MustAsync("updateContact", new { id = ids[who], jobTitle = title });
        _titles[who] = title;
    }
}
