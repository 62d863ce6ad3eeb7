namespace Crm.Headless.GraphQL.Execution;

/// <summary>A value that says which object type it is, where its CLR type doesn't (ResolveAbstractType, spec section 6.4.3).</summary>
public interface INamesItsType
{
    /// <summary>The name of an object type; null when it has none.</summary>
    string? TypeName { get; }
}
