using System.Text;
using Crm.Headless.Server.Http;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class SchemaCommand : Command
{
    public override string Name => "schema";
    public override string Summary => "Prints the GraphQL schema, with that of the installed plugins.";
    public override string Remarks => "It needs no running server and doesn't touch the database.";
    public override IReadOnlyList<CommandOption> Options => [new("--out", "FILE", "Writes it to a file.")];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        var schema = await SchemaOnly.ReadAsync(
            input, services => services.GetRequiredService<SchemaDocuments>().Current(CrmPrincipal.System()), ct);
        if (input.Value("--out") is not { } file)
        {
            await input.Out.WriteAsync(Encoding.UTF8.GetString(schema.Sdl));
            return 0;
        }
        await File.WriteAllBytesAsync(file, schema.Sdl, ct);
        await input.Error.WriteLineAsync($"Wrote {file} (schema {schema.Hash}).");
        return 0;
    }
}
