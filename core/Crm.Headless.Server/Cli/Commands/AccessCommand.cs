using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class AccessCommand : Command
{
    public override string Name => "access";
    public override string Summary => "Prints who may use what of the API, for review.";
    public override string Remarks =>
        "One line for every field, argument and input field, one column for every role, with tabs between them: \"full\", \"masked\" or"
        + " \"none\". Without --scopes the roles are everything, everything but personal data, a member, and each declared scope alone."
        + " It needs no running server and doesn't touch the database.";

    public override IReadOnlyList<CommandOption> Options =>
    [
        new("--scopes", "SCOPES", "Only one role, with these scopes: \"contacts:read units:read\"."),
        new("--member", null, "That role is a member's."),
        new("--type", "TYPE", "Only what belongs to this type or input, such as Contact."),
    ];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        if (input.Has("--member") && !input.Has("--scopes"))
            throw new UsageException("--member says that a role is a member's, and needs --scopes with what the role was granted.");
        var lines = await SchemaOnly.ReadAsync(input, services => Lines(services, input), ct);
        foreach (var line in lines) await input.Out.WriteLineAsync(line);
        return 0;
    }

    static List<string> Lines(IServiceProvider services, CommandInput input)
    {
        using var lease = services.GetRequiredService<Generations>().Lease();
        var schema = lease.Generation.Schema;
        IReadOnlyList<AccessRoleInput> roles = input.Value("--scopes") is { } scopes
            ? [new(scopes, ScopeList.Read(scopes), input.Has("--member"))]
            : AccessRoles.Usual(lease.Generation.Services.GetRequiredService<DeclaredScopes>());
        var rows = AccessMatrix.Of(schema, [.. roles.Select(role => role.Access)]);
        if (input.Value("--type") is { } type) rows = rows.Where(row => row.Coordinate.StartsWith(type + ".", StringComparison.Ordinal));
        return
        [
            Line("element", "owner", "scope", "personal", roles.Select(role => role.Name)),
            .. rows.Select(row => Line(
                row.Coordinate, row.Owner.Id, row.Scope ?? "-", row.IsPersonal ? "personal" : "-",
                row.Levels.Select(level => level.ToString().ToLowerInvariant()))),
        ];
    }

    static string Line(string coordinate, string owner, string scope, string personal, IEnumerable<string> levels) =>
        string.Join('\t', (string[])[coordinate, owner, scope, personal, .. levels]);
}
