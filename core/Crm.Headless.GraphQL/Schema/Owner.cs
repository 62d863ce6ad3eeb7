namespace Crm.Headless.GraphQL.Schema;

/// <summary>Who brought a type or field: core, or a plugin by id and version. Conflicts, faults and costs name it.</summary>
public sealed record Owner(string Id, string? Version = null)
{
    public static Owner Core { get; } = new("core");
    public bool IsCore => Id == Core.Id;
    public override string ToString() => IsCore ? "core" : $"plugin \"{Id}\"{(Version is null ? "" : " " + Version)}";
}
