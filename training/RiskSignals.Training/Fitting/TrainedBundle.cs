using RiskSignals.Scoring;
using RiskSignals.Training.Validation;

namespace RiskSignals.Training.Fitting;

/// <summary>A bundle with the evidence for it; the files hold no time and no machine, so the same run gives the same bytes.</summary>
/// <param name="Bundle">What is served.</param>
/// <param name="Report">How good it is, and on which rows.</param>
/// <param name="Recipe">How it was made.</param>
public sealed record TrainedBundle(Bundle Bundle, ValidationReport Report, Recipe Recipe)
{
    /// <summary>The files of the bundle's folder: name and bytes.</summary>
    public IEnumerable<(string Name, ReadOnlyMemory<byte> Bytes)> Files() =>
    [
        ("model.json", Bundle.ModelJson),
        ("bundle.json", Bundle.Json),
        ("metrics.json", Report.ToJson()),
        ("card.md", ModelCard.Write(this)),
        ("reliability.svg", ReliabilityPlot.Draw(Report)),
    ];

    /// <summary>The folder of this bundle: <c>models/&lt;target&gt;/&lt;version&gt;</c>.</summary>
    public string FolderIn(string modelsFolder) => Path.Combine(modelsFolder, Bundle.Target.Split('@')[0].ToLowerInvariant(), Bundle.Version);

    /// <summary>Writes the files into <c>models/&lt;target&gt;/&lt;version&gt;</c> and returns that folder.</summary>
    /// <param name="modelsFolder">The folder of all models.</param>
    public string Write(string modelsFolder)
    {
        var folder = FolderIn(modelsFolder);
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in Files())
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes.Span);
        }

        return folder;
    }
}
