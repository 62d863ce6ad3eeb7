namespace Crm.Headless.Server.Plugins.Packages;

/// <summary>What a package may cost whoever reads it, measured while it is unpacked: what its headers say is not believed.</summary>
/// <param name="Bytes">Of the package itself.</param>
/// <param name="Entries">How many files.</param>
/// <param name="UnpackedBytes">All files together.</param>
/// <param name="Ratio">How many times its size it may grow, beyond the first megabyte.</param>
sealed record PackageLimits(long Bytes, int Entries, long UnpackedBytes, int Ratio)
{
    const int Megabyte = 1 << 20;

    public static PackageLimits Default { get; } = new(Bytes: 64 * Megabyte, Entries: 2_000, UnpackedBytes: 256 * Megabyte, Ratio: 50);

    /// <summary>A manifest is read into memory before anything else of the package is trusted.</summary>
    public static int ManifestBytes => Megabyte;

    public long UnpackedFrom(long packed) => Math.Min(UnpackedBytes, Math.Max(Megabyte, packed * Ratio));
}
