using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>Code of a plugin took longer than it may.</summary>
/// <param name="plugin">Whose code it is.</param>
/// <param name="what">Begins a sentence, such as <c>The field "loyalty"</c>.</param>
/// <param name="limit">How long it may take.</param>
/// <param name="remedy">What its author can do; empty: it is clear.</param>
public sealed class PluginTimeoutException(Owner plugin, string what, TimeSpan limit, string remedy = "") : Exception(
    $"{what} of {plugin} took longer than {limit.TotalSeconds:0.#} s.{(remedy.Length == 0 ? "" : " " + remedy)}")
{
    public Owner Plugin => plugin;
}

/// <summary>The plugin's code isn't called now.</summary>
sealed class PluginRefusedException(Owner plugin, string reason) : Exception(reason)
{
    public Owner Plugin => plugin;
}

/// <summary>Code of a plugin failed that works for a field of somebody else.</summary>
public sealed class PluginFailedException(Owner plugin, Exception cause) : Exception($"Code of {plugin} failed.", cause)
{
    public Owner Plugin => plugin;
    public Exception Cause => InnerException!;
}
