using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class PluginPlanCommand : Command
{
    const string Enable = "--enable", Disable = "--disable", Remove = "--remove";

    const string Document =
        """
        query($input: PluginPlanInput!) { pluginPlan(input: $input) {
          plugin fromVersion toVersion isAllowed problems dependents
          findings { id severity owner message } brokenOperations { client name messages }
          migrations { plugin id stage } permissions { declares asks new } } }
        """;

    public override string Name => "plugin plan";
    public override string Summary => "Says what a change of plugins would bring about, and changes nothing.";
    public override string Remarks => "The exit code is 1 when it can't be done, or breaks clients. The code of the plugin is loaded to find that out.";
    public override IReadOnlyList<CommandArgument> Arguments => [new("FILE|ID", "A .crmplugin file to install; or a plugin, with one of the options.")];

    public override IReadOnlyList<CommandOption> Options =>
    [
        new(Enable, null, "Plans to enable the plugin."), new(Disable, null, "Plans to disable the plugin."), new(Remove, null, "Plans to remove the plugin."),
    ];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ApiHost.OpenAsync(input, ct);
        var kind = new[] { Enable, Disable, Remove }.FirstOrDefault(input.Has);
        JsonObject change = kind is null
            ? new() { ["hash"] = await PluginChanging.StoreAsync(host, input.Arguments[0], ct) }
            : new() { ["id"] = input.Arguments[0], ["kind"] = kind.TrimStart('-').ToUpperInvariant() };
        var plan = (await host.QueryAsync(Document, new() { ["input"] = change }, ct)).GetProperty("pluginPlan");
        foreach (var line in Lines(plan)) await input.Out.WriteLineAsync(line);
        return plan.GetProperty("isAllowed").GetBoolean() ? 0 : CommandLine.Failed;
    }

    static IEnumerable<string> Lines(JsonElement plan)
    {
        yield return $"{Text(plan, "plugin")}: {Text(plan, "fromVersion") ?? "not there"} -> {Text(plan, "toVersion") ?? "not there"}";
        foreach (var problem in Items(plan, "problems")) yield return $"can't be done: {problem.GetString()}";
        foreach (var finding in Items(plan, "findings"))
            yield return $"{Text(finding, "severity")!.ToLowerInvariant(),-9} {Text(finding, "id")}  {Text(finding, "message")} ({Text(finding, "owner")})";
        foreach (var operation in Items(plan, "brokenOperations"))
            yield return $"breaks the operation {Text(operation, "name")} of {Text(operation, "client")}: {string.Join(" ", Items(operation, "messages"))}";
        foreach (var plugin in Items(plan, "dependents")) yield return $"moves along: {plugin.GetString()}";
        foreach (var step in Items(plan, "migrations"))
            yield return $"migration of {Text(step, "plugin")}: {Text(step, "id")} ({Text(step, "stage")!.ToLowerInvariant()})";
        foreach (var scope in Items(plan.GetProperty("permissions"), "new")) yield return $"asks for the scope {scope.GetString()}";
    }

    static IEnumerable<JsonElement> Items(JsonElement of, string name) => of.GetProperty(name).EnumerateArray();

    static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();
}
