using System.Text.Json;
using System.Text.RegularExpressions;

namespace Crm.Headless.Server.Plugins;

/// <summary>What <c>plugin.json</c> says: all that is known of a plugin before any of its code is loaded.</summary>
sealed partial record PluginManifest
{
    public const string FileName = "plugin.json";

    public required string Id { get; init; }
    public required SemanticVersion Version { get; init; }
    public string? Description { get; init; }

    /// <summary>The SDK that it was built against.</summary>
    public required SemanticVersion SdkVersion { get; init; }

    /// <summary>The hosts' SDKs that it says it runs on.</summary>
    public required VersionRange SdkRange { get; init; }
    public required string GraphQLPrefix { get; init; }
    public required string TablePrefix { get; init; }
    public IReadOnlyList<PluginRequirement> Requires { get; init; } = [];

    /// <summary>The file name of the assembly with the <see cref="CrmPlugin"/>.</summary>
    public required string Entry { get; init; }

    public static PluginManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new PluginException(
                $"The folder {folder} has no {FileName}. Build the plugin with a PluginId in its project file, and copy its whole folder.");
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<Document>(file, Json)?.Check(path) ?? throw Refuse(path, "it holds null");
        }
        catch (JsonException error)
        {
            throw Refuse(path, error.Message);
        }
    }

    static PluginException Refuse(string path, string cause) =>
        new($"{path} is not a plugin's manifest: {cause}. The build writes it: build the plugin again and copy its whole folder.");

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    sealed record Document(
        string Id, string Version, SdkPart Sdk, string GraphQLPrefix, string TablePrefix, string Entry,
        string? Description = null, IReadOnlyList<RequirementPart>? Requires = null)
    {
        public PluginManifest Check(string path) => new()
        {
            Id = IdPattern().IsMatch(Id) ? Id : throw Refuse(path, $"the id \"{Id}\" is not of the form acme.hello"),
            Version = VersionOf(Version, "version", path),
            Description = string.IsNullOrWhiteSpace(Description) ? null : Description,
            SdkVersion = VersionOf(Sdk.Version, "sdk.version", path),
            SdkRange = RangeOf(Sdk.Range, "sdk.range", path),
            GraphQLPrefix = PrefixPattern().IsMatch(GraphQLPrefix)
                ? GraphQLPrefix : throw Refuse(path, $"graphqlPrefix \"{GraphQLPrefix}\" can't begin the names of types"),
            TablePrefix = TablePrefixPattern().IsMatch(TablePrefix)
                ? TablePrefix : throw Refuse(path, $"tablePrefix \"{TablePrefix}\" is not of the form hello_"),
            Requires =
            [
                .. from part in Requires ?? []
                   select new PluginRequirement(part.Id, RangeOf(part.Version, $"the version of {part.Id}", path)),
            ],
            Entry = Entry.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(Entry) == Entry
                ? Entry : throw Refuse(path, $"entry \"{Entry}\" is not the name of an assembly file"),
        };

        static SemanticVersion VersionOf(string text, string name, string path) =>
            SemanticVersion.TryParse(text) ?? throw Refuse(path, $"{name} \"{text}\" is not a version such as 1.2.3");

        static VersionRange RangeOf(string text, string name, string path) =>
            VersionRange.TryParse(text) ?? throw Refuse(path, $"{name} \"{text}\" is not a range such as >=1.2");
    }

    sealed record SdkPart(string Version, string Range);

    sealed record RequirementPart(string Id, string Version);

    [GeneratedRegex(@"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$")]
    private static partial Regex IdPattern();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex PrefixPattern();

    [GeneratedRegex("^[a-z][a-z0-9_]*_$")]
    private static partial Regex TablePrefixPattern();
}

/// <summary>Another plugin that has to be there.</summary>
sealed record PluginRequirement(string Id, VersionRange Range)
{
    public override string ToString() => $"\"{Id}\" {Range}";
}
