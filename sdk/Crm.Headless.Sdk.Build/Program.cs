namespace Crm.Headless.Build;

/// <summary>Run by the build target of the SDK, with a file of <see cref="PluginFacts"/> or the folder of a built plugin.</summary>
static class Program
{
    static int Main(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["describe", var facts, var manifest]:
                    Manifest.Write(PluginFacts.Read(facts), manifest);
                    return 0;
                case ["pack", var folder, var package]:
                    Package.Write(folder, package);
                    return 0;
                case ["pack", var folder, var package, "--sign", var key]:
                    Package.Write(folder, package, Signature.Of(Path.Combine(folder, Package.ManifestName), key));
                    return 0;
                default:
                    throw new BuildException("Called wrongly: describe FACTS MANIFEST, or pack FOLDER PACKAGE [--sign KEY].");
            }
        }
        catch (BuildException error)
        {
            Console.Error.WriteLine($"crm-plugin : error CRM1001: {error.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }
}

/// <summary>The plugin can't be described or packed. The message names the cause and the remedy.</summary>
sealed class BuildException(string message, Exception? inner = null) : Exception(message, inner);
