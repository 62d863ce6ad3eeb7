using System.Runtime.CompilerServices;

namespace Crm.Headless.Tests;

/// <summary>Waits for what comes about in its own time. It never waits for ever: a test that hangs says nothing.</summary>
static class Eventually
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2), Pause = TimeSpan.FromMilliseconds(20);

    public static async Task IsAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"After {Patience} it still isn't so: {what}");
            await Task.Delay(Pause);
        }
    }

    public static Task IsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null) =>
        IsAsync(() => Task.FromResult(condition()), what);
}
