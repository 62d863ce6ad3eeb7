using System.Collections;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;

namespace Crm.Headless.Server.Plugins;

/// <summary>
/// Static caches of the runtime and of EF Core that are keyed by types and never forget: each pins the plugins whose types it has
/// seen. There is no public way to empty them.
/// </summary>
static class RuntimeCaches
{
    const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    static readonly (string Type, string Field)[] Dictionaries =
    [
        ("Microsoft.EntityFrameworkCore.ChangeTracking.ValueComparer, Microsoft.EntityFrameworkCore", "GenericSnapshotMethodMap"),
        ("Microsoft.EntityFrameworkCore.Storage.RelationalTypeMapping, Microsoft.EntityFrameworkCore.Relational", "GetXMethods"),
        ("Microsoft.EntityFrameworkCore.Storage.ReaderColumn, Microsoft.EntityFrameworkCore.Relational", "Constructors"),
        ("System.Linq.Expressions.Interpreter.InstructionList, System.Linq.Expressions", "s_loadFields"), // of a query inside a query
    ];

    /// <summary>Forgets everything collectible. Names the caches that it could not find.</summary>
    public static IReadOnlyList<string> Scrub()
    {
        var missing = new List<string>();
        foreach (var (type, field) in Dictionaries)
        {
            if (StaticField(type, field) is IDictionary cache) Forget(cache);
            else missing.Add($"{type.Split(',')[0]}.{field}");
        }
        if (!ClearInterpreter()) missing.Add("the expression interpreter's cache of calls");
        if (!ClearJson()) missing.Add("System.Text.Json's cache of default options");
        ForgetDescriptors();
        return missing;
    }

    static object? StaticField(string type, string field) => Type.GetType(type)?.GetField(field, AnyStatic)?.GetValue(null);

    // A lossy cache of fixed size: emptied, it fills again.
    static bool ClearInterpreter()
    {
        var cache = StaticField("System.Linq.Expressions.Interpreter.CallInstruction, System.Linq.Expressions", "s_cache");
        if (cache?.GetType().GetField("_entries", AnyInstance)?.GetValue(cache) is not Array entries) return false;
        Array.Clear(entries);
        return true;
    }

    // What hot reload calls.
    static bool ClearJson()
    {
        var clear = typeof(JsonSerializerOptions).Assembly
            .GetType("System.Text.Json.JsonSerializerOptionsUpdateHandler")?.GetMethod("ClearCache", AnyStatic);
        clear?.Invoke(null, [null]);
        return clear is not null;
    }

    static void ForgetDescriptors()
    {
        foreach (var table in DescriptorTables)
            if (table.GetValue(null) is IDictionary cache) Forget(cache);
        if (typeof(TypeDescriptor).GetField("s_providerTable", AnyStatic)?.GetValue(null) is not IDictionary providers) return;
        foreach (var first in Copy(providers.Values))
            for (object? node = first; node is not null; node = Member(node, "Next"))
                if (Member(node, "Provider") is { } provider && Member(provider, "_typeData") is IDictionary types) Forget(types);
    }

    static readonly FieldInfo[] DescriptorTables =
    [
        .. from type in typeof(TypeDescriptor).Assembly.GetTypes()
           where type.Name.Contains("Type") && !type.ContainsGenericParameters
           from field in type.GetFields(AnyStatic)
           where typeof(IDictionary).IsAssignableFrom(field.FieldType)
           select field,
    ];

    static object? Member(object instance, string field) => instance.GetType().GetField(field, AnyInstance)?.GetValue(instance);

    static void Forget(IDictionary cache)
    {
        lock (cache)
        {
            foreach (var key in Copy(cache.Keys))
                if (IsCollectible(key) || IsCollectible(cache[key])) cache.Remove(key);
        }
    }

    static object[] Copy(ICollection items) => [.. items.Cast<object>()];

    static bool IsCollectible(object? item) => item switch
    {
        Type type => type.IsCollectible,
        MethodInfo { IsGenericMethod: true } method when method.GetGenericArguments().Any(type => type.IsCollectible) => true,
        MemberInfo member => member.IsCollectible || member.DeclaringType is { IsCollectible: true },
        _ => false,
    };
}
