using System.Text;
using System.Text.Json;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Testing.Conformance;

/// <summary>
/// Attempts are made by every kind of principal, and what happens is compared with the access matrix: what it says doesn't exist is refused as
/// unknown, what it says exists is answered, and no answer holds a value that its reader may not see.
/// </summary>
sealed class AccessTrial
{
    readonly AccessWorld _world;
    readonly CrmPrincipal[] _everybody;
    readonly Dictionary<string, IReadOnlyList<AccessLevel>> _matrix;

    public AccessTrial(AccessWorld world)
    {
        _world = world;
        _everybody = [.. world.Everybody()];
        _matrix = AccessMatrix.Of(world.Schema, [.. _everybody.Select(who => who.Access)]).ToDictionary(row => row.Coordinate, row => row.Levels);
    }

    /// <summary>How many operations were prepared.</summary>
    public int Tries { get; private set; }

    /// <summary>How many of them were answered.</summary>
    public int Answers { get; private set; }

    /// <summary>Every principal with what the matrix says of it.</summary>
    public IEnumerable<(CrmPrincipal Who, Func<Attempt, bool> Exists)> Matrix =>
        _everybody.Select((who, i) => (who, new Func<Attempt, bool>(attempt => attempt.Coordinates.All(coordinate => _matrix[coordinate][i] != AccessLevel.None))));

    /// <returns>What went wrong.</returns>
    public async Task<IReadOnlyList<AccessFault>> TryAsync(IReadOnlyList<Attempt> attempts)
    {
        var faults = new List<AccessFault>();
        foreach (var (who, exists) in Matrix)
        {
            var open = attempts.Where(attempt => Prepare(who, attempt, exists(attempt), faults)).ToList();
            if (!AccessWorld.IsAskedForAnswers(who)) continue;
            foreach (var same in open.Where(attempt => !attempt.IsPreparedOnly).GroupBy(attempt => attempt.Around))
                if (same.Key is null || !await AreFineTogetherAsync(who, [.. same]))
                    foreach (var attempt in same) await AskAsync(who, attempt, faults);
        }
        return faults;
    }

    /// <summary>What of a text this principal may not see; null: it may see it.</summary>
    public AccessFault? Look(CrmPrincipal who, Attempt attempt, string text)
    {
        if (_world.ForbiddenTo(who).FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) is not { } found) return null;
        return new(who, attempt, _world.HiddenFrom(who).Contains(found) ? AccessFaultKind.ShowsHidden : AccessFaultKind.ShowsPersonal, text);
    }

    bool Prepare(CrmPrincipal who, Attempt attempt, bool exists, List<AccessFault> faults)
    {
        Tries++;
        var refusal = RefusalOf(who, attempt);
        if (exists != refusal is null) faults.Add(new(who, attempt, exists ? AccessFaultKind.Refused : AccessFaultKind.Exists, refusal ?? ""));
        if (refusal is not null && Look(who, attempt, refusal) is { } told) faults.Add(told);
        return refusal is null;
    }

    /// <summary>Asks once for all, which takes a fraction of the time. When something is wrong, asking for each tells with which.</summary>
    async Task<bool> AreFineTogetherAsync(CrmPrincipal who, IReadOnlyList<Attempt> attempts)
    {
        var answer = await _world.Host.SendAsync(who, Attempt.Together(attempts));
        if (answer.TryGetProperty("errors", out _) || Look(who, attempts[0], answer.ToString()) is not null) return false;
        Answers += attempts.Count;
        return true;
    }

    async Task AskAsync(CrmPrincipal who, Attempt attempt, List<AccessFault> faults)
    {
        Answers++;
        var answer = await _world.Host.SendAsync(who, attempt.Document);
        if (answer.TryGetProperty("errors", out var errors) && !(attempt.IsGuess && !errors.EnumerateArray().Any(IsFault)))
            faults.Add(new(who, attempt, AccessFaultKind.Fails, string.Join(' ', errors.EnumerateArray().Select(error => error.GetProperty("message").GetString()))));
        if (Look(who, attempt, answer.ToString()) is { } shown) faults.Add(shown);
    }

    // Who gives made-up arguments may be told so, and no more than that.
    public static bool IsFault(JsonElement error) =>
        error.TryGetProperty("extensions", out var more) && more.TryGetProperty("code", out var code)
        && code.GetString() is ErrorCodes.InternalError or ErrorCodes.Timeout or ErrorCodes.PluginTimeout or ErrorCodes.PluginUnavailable;

    // In a method of its own, which keeps the generation no longer than it has to.
    string? RefusalOf(CrmPrincipal who, Attempt attempt)
    {
        using var lease = _world.Host.Services.GetRequiredService<Generations>().Lease();
        try
        {
            lease.Generation.Executors.For(who.Access).Prepare(Encoding.UTF8.GetBytes(attempt.Document), null);
            return null;
        }
        catch (GraphQLException refused)
        {
            return string.Join('\n', refused.Errors.Select(error => error.Message));
        }
    }
}

/// <summary>Somebody could do what he may not, or not what he may.</summary>
sealed record AccessFault(CrmPrincipal Who, Attempt Attempt, AccessFaultKind Kind, string Text)
{
    public override string ToString() => $"{Kind} for {Who.Kind} \"{Who.Name}\": {Attempt}\n{Text}";
}

enum AccessFaultKind
{
    /// <summary>It doesn't exist for him, and was prepared.</summary>
    Exists,

    /// <summary>It exists for him, and was refused.</summary>
    Refused,

    /// <summary>There was an error.</summary>
    Fails,

    /// <summary>The answer tells of a record that he doesn't see.</summary>
    ShowsHidden,

    /// <summary>The answer holds personal data, which he may not read.</summary>
    ShowsPersonal,
}
