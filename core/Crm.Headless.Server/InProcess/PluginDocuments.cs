using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Plugins.Containment;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.InProcess;

/// <summary>The documents that the plugins of a generation have declared, each prepared for what its plugin was granted.</summary>
sealed class PluginDocuments
{
    const BindingFlags Declared = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    readonly Dictionary<CrmDocument, PluginDocument> _documents = new(ReferenceEqualityComparer.Instance);

    /// <param name="plugins">The plugins.</param>
    /// <param name="executors">Of their schema.</param>
    /// <param name="limit">For the code of each.</param>
    /// <exception cref="PluginException">One doesn't fit what its plugin may use of the schema.</exception>
    public PluginDocuments(IReadOnlyList<LoadedPlugin> plugins, RequestExecutors executors, TimeSpan limit)
    {
        foreach (var plugin in plugins)
        {
            var principal = CrmPrincipal.Plugin(plugin.Id, plugin.Grants);
            foreach (var (name, document) in StartingCode.Run(plugin.Id, "a class with documents", limit, () => Find(plugin.Types).ToList()))
                _documents.TryAdd(document, Prepare(name, document, principal, executors));
        }
    }

    /// <summary>Of its own: what is cached in shared options would keep the plugins in memory.</summary>
    public JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <exception cref="InvalidOperationException">It wasn't found when the generation was built.</exception>
    public PluginDocument Of(CrmDocument document) => _documents.GetValueOrDefault(document) ?? throw new InvalidOperationException(
        "The document wasn't checked when the plugin was started, so it isn't run. Declare it in a static readonly field of the plugin's own assembly.");

    static IEnumerable<(string Name, CrmDocument Document)> Find(IEnumerable<Type> types) =>
        from type in types
        where !type.ContainsGenericParameters
        from field in type.GetFields(Declared)
        where field.FieldType == typeof(CrmDocument) && field.IsInitOnly && field.GetValue(null) is not null
        select ($"{type.FullName}.{NameOf(field)}", (CrmDocument)field.GetValue(null)!);

    // The compiler keeps a property's value in a field called <Name>k__BackingField.
    static string NameOf(FieldInfo field) =>
        field.IsDefined(typeof(CompilerGeneratedAttribute)) ? field.Name[1..field.Name.IndexOf('>')] : field.Name;

    static PluginDocument Prepare(string name, CrmDocument document, CrmPrincipal principal, RequestExecutors executors)
    {
        var executor = executors.For(principal.Access);
        try
        {
            var operation = executor.Prepare(Encoding.UTF8.GetBytes(document.Text), operationName: null);
            return operation.Operation != OperationType.Subscription
                ? new(name, operation, executor, principal)
                : throw new PluginException(
                    $"Plugin \"{principal.Name}\" declares the subscription {name}, which has no answer that could be waited for. Handle the event instead.");
        }
        catch (GraphQLException refused)
        {
            throw new PluginException(
                $"Plugin \"{principal.Name}\" declares the document {name}, which doesn't fit the part of the API that it may use: "
                + $"{string.Join(" ", refused.Errors.Select(error => error.Message))} {Remedy(document, principal.Access, executors)}");
        }
    }

    static string Remedy(CrmDocument document, Access access, RequestExecutors executors)
    {
        var missing = MissingScopes(document, access, executors.Full.Schema);
        return missing.Count == 0
            ? "Correct the document; where it uses what another plugin adds, require that plugin."
            : $"It needs {string.Join(", ", missing)}, which the plugin wasn't granted: ask for it in the project file "
                + $"(<PluginAsks Include=\"{missing[0]}\" />), and have the plugin enabled with it.";
    }

    /// <summary>Those without which it wouldn't fit even if the plugin had all others.</summary>
    static List<string> MissingScopes(CrmDocument document, Access access, GraphQLSchema schema)
    {
        var all = SchemaView.ScopesOf(schema);
        if (!Fits(document, Access.Everything, schema)) return [];
        return [.. all.Where(scope => !access.Has(scope) && !Fits(document, Access.Of(all.Where(other => other != scope)), schema))];
    }

    static bool Fits(CrmDocument document, Access access, GraphQLSchema schema)
    {
        try
        {
            new RequestExecutor(SchemaView.Of(schema, access), new()).Prepare(Encoding.UTF8.GetBytes(document.Text), operationName: null);
            return true;
        }
        catch (GraphQLException)
        {
            return false;
        }
    }
}

/// <summary>A document that is ready to be run.</summary>
/// <param name="Name">Of the field that declares it.</param>
/// <param name="Executor">Of what exists for the plugin.</param>
/// <param name="Principal">The plugin as the API knows it.</param>
sealed record PluginDocument(string Name, PreparedOperation Operation, RequestExecutor Executor, CrmPrincipal Principal)
{
    public bool IsMutation => Operation.Operation == OperationType.Mutation;
}
