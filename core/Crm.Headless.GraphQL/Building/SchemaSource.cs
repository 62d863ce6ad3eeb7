using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>What one party brings into the schema: core, or a plugin.</summary>
/// <param name="Owner">Stands on everything that comes from here.</param>
/// <param name="Types">Annotated classes, and the types that they mention; usually all types of the assembly.</param>
/// <param name="Docs">The <c>///</c> comments, which become descriptions.</param>
/// <param name="Prefix">A plugin's: its types and root fields begin with it (<c>Loyalty</c>). Null: no rule.</param>
public sealed record SchemaSource(Owner Owner, IEnumerable<Type> Types, XmlDocumentation? Docs = null, string? Prefix = null);
