using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Execution;

/// <summary>A schema from SDL with a few resolvers, and the shortest way to run a document on it.</summary>
sealed class Harness
{
    readonly Dictionary<string, FieldResolver> _resolvers = [];
    readonly Lazy<RequestExecutor> _executor;

    public Harness(string sdl, Func<ExecutorOptions, ExecutorOptions>? options = null)
    {
        var given = new ExecutorOptions { ResolverOf = (type, field) => _resolvers.GetValueOrDefault($"{type}.{field.Name}") ?? DictionaryResolver.For(field) };
        _executor = new(() => new(SchemaFromSdl.Build(sdl), options?.Invoke(given) ?? given));
    }

    public RequestExecutor Executor => _executor.Value;
    public static RequestScope Scope => new(NoServices.Instance, new ClaimsPrincipal());

    /// <param name="field">As <c>Type.field</c>.</param>
    public Harness Resolve(string field, Func<FieldArguments, object?> value) =>
        ResolveBatch(field, context => Task.FromResult<IReadOnlyList<object?>>([.. context.Parents.Select(_ => value(context.Arguments))]));

    public Harness ResolveBatch(string field, Func<BatchContext, Task<IReadOnlyList<object?>>> resolve) =>
        With(field, new BatchResolver(context => new(resolve(context))));

    public Harness With(string field, FieldResolver resolver)
    {
        _resolvers.Add(field, resolver);
        return this;
    }

    public PreparedOperation Prepare(string document, string? operation = null) => Executor.Prepare(Encoding.UTF8.GetBytes(document), operation);

    /// <summary>The whole response.</summary>
    public async Task<string> RunAsync(string document, string variables = "{}", RequestScope? scope = null, CancellationToken ct = default)
    {
        using var result = await ExecuteAsync(document, variables, scope, ct);
        return Encoding.UTF8.GetString(result.Json.Span);
    }

    /// <summary>The response without its errors.</summary>
    public async Task<string> DataAsync(string document, string variables = "{}")
    {
        var answer = await RunAsync(document, variables);
        var data = answer.LastIndexOf("\"data\":", StringComparison.Ordinal);
        return data < 0 ? answer : "{" + answer[data..];
    }

    /// <summary>The code of the only error.</summary>
    public async Task<string?> CodeAsync(string document, string variables = "{}")
    {
        using var result = await ExecuteAsync(document, variables);
        return Assert.Single(result.Errors).Code;
    }

    public async Task<OperationResult> ExecuteAsync(string document, string variables = "{}", RequestScope? scope = null, CancellationToken ct = default)
    {
        try
        {
            return await Executor.ExecuteAsync(Prepare(document), JsonElement.Parse(variables), scope ?? Scope, ct);
        }
        catch (GraphQLException refusal)
        {
            return OperationResult.FromErrors(refusal.Errors);
        }
    }

    public static Dictionary<string, object?> Map(params (string Name, object? Value)[] fields) =>
        fields.ToDictionary(field => field.Name, field => field.Value);
}
