using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Crm.Headless.GraphQL.Tests.Building;

public sealed class UnloadTests
{
    [Fact]
    public async Task A_plugins_types_go_with_the_schema()
    {
        var context = await UseAsync();
        for (var i = 0; i < 20 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(context.IsAlive, "Something static still knows a type of the unloaded plugin.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static async Task<WeakReference> UseAsync()
    {
        var context = new AssemblyLoadContext("plugin", isCollectible: true);
        var assembly = context.LoadFromStream(new MemoryStream(await File.ReadAllBytesAsync(typeof(Crm).Assembly.Location)));
        var types = assembly.GetType(typeof(Crm).FullName!)!.GetNestedTypes();
        var schema = Schemas.Of(Schemas.Core([.. types.Where(type => !type.Name.Contains("Loyalty"))]), Schemas.Plugin([.. types.Where(type => type.Name.Contains("Loyalty"))]));
        Assert.Contains("\"nodes\":[]", await schema.AnswerAsync("{ contacts { nodes { id name visits { nodes { kind minutes } } loyalty { balance } } } }", "{}", new MemoryRunner()));
        context.Unload();
        return new WeakReference(context);
    }
}
