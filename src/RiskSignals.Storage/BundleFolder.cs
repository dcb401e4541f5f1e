using RiskSignals.Scoring;

namespace RiskSignals.Storage;

/// <summary>A bundle on disk: <c>models/&lt;target&gt;/&lt;version&gt;/</c> with <c>bundle.json</c> and <c>model.json</c>.</summary>
public static class BundleFolder
{
    /// <summary>Reads and verifies the bundle in a folder.</summary>
    /// <exception cref="FormatException">The files are not a whole, unchanged bundle; the message names the folder and the fault.</exception>
    /// <exception cref="IOException">A file is absent or can't be read.</exception>
    public static Bundle Read(string folder)
    {
        try
        {
            return Bundle.Parse(
                File.ReadAllBytes(Path.Combine(folder, "bundle.json")), File.ReadAllBytes(Path.Combine(folder, "model.json")));
        }
        catch (FormatException error)
        {
            throw new FormatException($"{folder}: {error.Message}", error);
        }
    }

    /// <summary>Puts the bundle in a folder into the store, with the evidence that training wrote beside it.</summary>
    /// <returns>The bundle, and the ledger's line; null where it was registered before.</returns>
    /// <exception cref="FormatException">The bundle is damaged or can't serve under this catalogue, or its evidence is not its own.</exception>
    /// <exception cref="IOException">A file is absent; a bundle without evidence isn't registered.</exception>
    /// <exception cref="InvalidOperationException">Another bundle has its target and version.</exception>
    public static (Bundle Bundle, LedgerEntry? Line) Register(string folder, ModelStore store, string by, string why)
    {
        ArgumentNullException.ThrowIfNull(store);
        var bundle = Read(folder);
        if (BundleFaults.Of(bundle) is { Count: > 0 } faults)
        {
            throw new FormatException($"{folder} can't serve. {string.Join(' ', faults)}");
        }

        var metrics = File.ReadAllBytes(Path.Combine(folder, "metrics.json"));
        return (bundle, store.Register(bundle, metrics, by, why, BundleEvidence.Of(bundle, metrics).Write()));
    }
}
