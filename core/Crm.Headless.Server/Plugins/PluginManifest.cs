using System.Text;
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

    public PluginPermissions Permissions { get; init; } = new([], []);

    /// <summary>The JSON Schema of its settings, secrets marked with <c>"x-secret": true</c>; null when it has none.</summary>
    public JsonElement? Settings { get; init; }

    /// <summary>Every other file with its SHA-256; empty when it was not built but written by hand.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    public static PluginManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new PluginException(
                $"The folder {folder} has no {FileName}. Build the plugin with a PluginId in its project file, and copy its whole folder.");
        return Parse(File.ReadAllBytes(path), path);
    }

    /// <param name="source">What it came from, for messages.</param>
    public static PluginManifest Parse(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            var text = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
            return JsonSerializer.Deserialize<Document>(text, Json)?.Check(source) ?? throw Refuse(source, "it holds null");
        }
        catch (JsonException error)
        {
            throw Refuse(source, CauseOf(error));
        }
    }

    /// <summary>Its message without the names of our own types, which say nothing to an author.</summary>
    static string CauseOf(JsonException error) => error.Message.Contains("could not be converted", StringComparison.Ordinal)
        ? $"what stands at {error.Path} is another kind of value, or null"
        : OwnTypes().Replace(error.Message, "").TrimEnd('.');

    static PluginException Refuse(string path, string cause) =>
        new($"{path} is not a plugin's manifest: {cause}. The build writes it: build the plugin again and copy the whole of it.");

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    sealed record Document(
        string Id, string Version, SdkPart Sdk, string GraphQLPrefix, string TablePrefix, string Entry,
        string? Description = null, IReadOnlyList<RequirementPart>? Requires = null, PermissionsPart? Permissions = null,
        JsonElement? Settings = null, IReadOnlyDictionary<string, string>? Files = null)
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
                   select part is null ? throw Refuse(path, "a requirement is null")
                       : new PluginRequirement(part.Id, RangeOf(part.Version, $"the version of {part.Id}", path)),
            ],
            Entry = Entry.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(Entry) == Entry
                ? Entry : throw Refuse(path, $"entry \"{Entry}\" is not the name of an assembly file"),
            Permissions = new(ScopesOf(Permissions?.Declares, path), ScopesOf(Permissions?.Asks, path)),
            Settings = Settings is not { } schema ? null
                : schema.ValueKind == JsonValueKind.Object ? schema : throw Refuse(path, "its settings are not a JSON Schema"),
            Files = Files ?? new Dictionary<string, string>(),
        };

        static IReadOnlyList<string> ScopesOf(IReadOnlyList<string>? scopes, string path) =>
            scopes?.Select(scope => scope ?? "").FirstOrDefault(scope => scope == "*" || !ScopePattern().IsMatch(scope)) is { } wrong
                ? throw Refuse(path, $"\"{wrong}\" is not a scope such as hello:read")
                : scopes ?? [];

        static SemanticVersion VersionOf(string text, string name, string path) =>
            SemanticVersion.TryParse(text) ?? throw Refuse(path, $"{name} \"{text}\" is not a version such as 1.2.3");

        static VersionRange RangeOf(string text, string name, string path) =>
            VersionRange.TryParse(text) ?? throw Refuse(path, $"{name} \"{text}\" is not a range such as >=1.2");
    }

    sealed record SdkPart(string Version, string Range);

    sealed record RequirementPart(string Id, string Version);

    sealed record PermissionsPart(IReadOnlyList<string>? Declares = null, IReadOnlyList<string>? Asks = null);

    [GeneratedRegex(@"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*\z")]
    private static partial Regex PrefixPattern();

    [GeneratedRegex(@"^[a-z][a-z0-9_]*_\z")]
    private static partial Regex TablePrefixPattern();

    [GeneratedRegex(" (for|on|of) type '[^']*'")]
    private static partial Regex OwnTypes();

    // As OAuth has them (RFC 6749, 3.3): what stands in a list with spaces.
    [GeneratedRegex(@"^[\x21\x23-\x5B\x5D-\x7E]+\z")]
    private static partial Regex ScopePattern();
}

/// <summary>What a plugin has to do with permissions.</summary>
/// <param name="Declares">The scopes that its part of the schema asks of a client, core's own among them.</param>
/// <param name="Asks">The scopes that it wants for its own calls of the API.</param>
sealed record PluginPermissions(IReadOnlyList<string> Declares, IReadOnlyList<string> Asks);

/// <summary>Another plugin that has to be there.</summary>
sealed record PluginRequirement(string Id, VersionRange Range)
{
    public override string ToString() => $"\"{Id}\" {Range}";
}
