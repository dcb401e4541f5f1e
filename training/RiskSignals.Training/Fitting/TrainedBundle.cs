using System.Text;
using RiskSignals.Scoring;
using RiskSignals.Training.Cards;
using RiskSignals.Training.Tables;
using RiskSignals.Training.Validation;

namespace RiskSignals.Training.Fitting;

/// <summary>A bundle with the evidence for it; the files hold no time and no machine, so the same run gives the same bytes.</summary>
/// <param name="Bundle">What is served.</param>
/// <param name="Report">How good it is, and on which rows.</param>
/// <param name="Recipe">How it was made.</param>
public sealed record TrainedBundle(Bundle Bundle, ValidationReport Report, Recipe Recipe)
{
    /// <summary>What the columns of a table mean, when the rows came from one; null when they came from the catalogue.</summary>
    public TableColumns? Columns { get; init; }

    /// <summary>The files of the bundle's folder: name and bytes.</summary>
    public IEnumerable<(string Name, ReadOnlyMemory<byte> Bytes)> Files() =>
    [
        ("model.json", Bundle.ModelJson),
        ("bundle.json", Bundle.Json),
        ("metrics.json", Metrics),
        ("card.html", CardPage.Render(Metrics)),
        .. Bundle.Model is ScorecardModel { Card: var card } ? [("scorecard.md", Encoding.UTF8.GetBytes(card.Print()))] : None,
        .. Columns is not null ? [(TableColumns.FileName, Columns.ToJson())] : None,
        .. Report.Search is { } search ? [("search.csv", search.ToCsv())] : None,
    ];

    private byte[] Metrics { get; } = Report.ToJson();

    private static IEnumerable<(string Name, ReadOnlyMemory<byte> Bytes)> None => [];

    /// <summary>The folder of this bundle: <c>models/&lt;target&gt;/&lt;version&gt;</c>.</summary>
    public string FolderIn(string modelsFolder) => Path.Combine(modelsFolder, Bundle.Target.Split('@')[0].ToLowerInvariant(), Bundle.Version);

    /// <summary>
    /// Writes the files into <c>models/&lt;target&gt;/&lt;version&gt;</c>, all or none of them, and returns that folder.
    /// </summary>
    /// <param name="modelsFolder">The folder of all models.</param>
    /// <exception cref="IOException">The folder holds another bundle already, or can't be written.</exception>
    public string Write(string modelsFolder)
    {
        var folder = FolderIn(modelsFolder);
        if (Directory.Exists(folder))
        {
            return Kept(folder);
        }

        WholeFolder.Write(modelsFolder, folder, Files());
        return folder;
    }

    /// <summary>A bundle never changes: what was served must stay replayable. The same one again is left as it is.</summary>
    private string Kept(string folder)
    {
        bool Holds(string name, ReadOnlyMemory<byte> bytes) =>
            File.Exists(Path.Combine(folder, name)) && File.ReadAllBytes(Path.Combine(folder, name)).AsSpan().SequenceEqual(bytes.Span);
        return Holds("bundle.json", Bundle.Json) && Holds("model.json", Bundle.ModelJson)
            ? folder
            : throw new IOException(
                $"{folder} holds another bundle, or not a whole one, and bundles never change; raise \"version\" in the recipe, " +
                "or name another folder of models.");
    }
}
