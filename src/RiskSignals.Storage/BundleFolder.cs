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
}
