using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Fitting;

public sealed class TrainedBundleTests : IDisposable
{
    private static readonly TrainedBundle Trained = Trainer.Fit(SyntheticTable.Make(borrowers: 100), SyntheticTable.Recipe, threads: 1);

    private readonly string models = Directory.CreateTempSubdirectory("risksignals-test-").FullName;

    public void Dispose() => Directory.Delete(models, recursive: true);

    [Fact]
    public void A_bundle_is_there_whole_or_not_at_all()
    {
        var folder = Trained.Write(models);
        Assert.Equal(Path.Combine(models, "miss30", "1"), folder);
        Assert.Equal(Trained.Files().Select(file => file.Name).Order(), Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.Equal(["miss30"], Directory.GetFileSystemEntries(models).Select(Path.GetFileName));
    }

    [Fact]
    public void The_same_bundle_again_is_left_as_it_is_and_another_is_refused()
    {
        var folder = Trained.Write(models);
        File.AppendAllText(Path.Combine(folder, "card.html"), "a note\n");
        Assert.Equal(folder, Trained.Write(models));
        Assert.EndsWith("a note\n", File.ReadAllText(Path.Combine(folder, "card.html")), StringComparison.Ordinal);
        File.AppendAllText(Path.Combine(folder, "model.json"), " ");
        Assert.Contains("raise \"version\"", Assert.Throws<IOException>(() => Trained.Write(models)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_that_can_not_be_moved_into_place_leaves_nothing_behind()
    {
        File.WriteAllText(Path.Combine(models, "miss30"), "a file in the way");
        Assert.ThrowsAny<IOException>(() => Trained.Write(models));
        Assert.Equal(["miss30"], Directory.GetFileSystemEntries(models).Select(Path.GetFileName));
    }
}
