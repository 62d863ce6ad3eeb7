using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Http;

/// <summary>
/// The SDL of what exists of the current generation for somebody, and its hash, by which a client notices that the schema changed.
/// </summary>
internal sealed class SchemaDocuments(Generations generations)
{
    public const string HashHeader = "GraphQL-Schema-Hash";

    // Every answer carries the hash: after a swap many requests ask at once, and one of them prints the schema.
    readonly ConditionalWeakTable<GraphQLSchema, Lazy<SchemaDocument>> _documents = [];

    public SchemaDocument Current(CrmPrincipal user)
    {
        using var lease = generations.Lease();
        return _documents.GetValue(lease.Generation.Executors.For(user.Access).Schema, schema => new(() => SchemaDocument.Of(schema))).Value;
    }
}

/// <param name="Hash">The first 16 digits of the SDL's SHA-256.</param>
internal sealed record SchemaDocument(byte[] Sdl, string Hash)
{
    public static SchemaDocument Of(GraphQLSchema schema)
    {
        var sdl = Encoding.UTF8.GetBytes(SchemaPrinter.Print(schema));
        return new(sdl, Convert.ToHexStringLower(SHA256.HashData(sdl))[..16]);
    }
}
