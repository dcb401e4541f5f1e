using System.Text;
using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Storage.Tests;

public sealed class BundleFolderTests
{
    private const string ModelWithoutTrees =
        """
        {"learner":{"objective":{"name":"binary:logistic"},
        "learner_model_param":{"base_score":"5E-1","num_class":"0","num_feature":"1"},
        "gradient_booster":{"name":"gbtree","model":{"trees":[]}}}}
        """;

    [Fact]
    public void A_folder_reads_back_as_its_bundle_and_a_changed_file_is_refused_with_the_folder()
    {
        var folder = Directory.CreateTempSubdirectory("bundle").FullName;
        try
        {
            var bundle = Bundle.Create(
                "MISS30@1",
                "1",
                higherIsRiskier: true,
                "catalog",
                [new("loan_mob_value_now", RiskDirection.None, "months", "", IsReason: false)],
                Encoding.UTF8.GetBytes(ModelWithoutTrees),
                new(CalibrationKind.Platt, 1, 0, 0, [], []),
                [new("all", 1)],
                "all",
                new(width: 1, values: [6]));
            File.WriteAllBytes(Path.Combine(folder, "bundle.json"), bundle.Json.Span);
            File.WriteAllBytes(Path.Combine(folder, "model.json"), bundle.ModelJson.Span);
            Assert.Equal(bundle.Hash, BundleFolder.Read(folder).Hash);

            File.AppendAllText(Path.Combine(folder, "model.json"), " ");
            var error = Assert.Throws<FormatException>(() => BundleFolder.Read(folder));
            Assert.Contains(folder, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
