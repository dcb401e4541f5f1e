using System.Runtime.Intrinsics.X86;
using RiskSignals.Scoring;
using RiskSignals.Tests.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Scoring;

/// <summary>XGBoost loads models that no training would make, and whatever it says of a row, we must say, from its JSON and its UBJSON.</summary>
public sealed class NativeMarginTests
{
    [Theory]
    [InlineData(1, 0, 0, 1, 3)]
    [InlineData(2, 0, 1, 7, 3)]
    [InlineData(3, 1, 1, 300, 10)]
    [InlineData(4, 2, 6, 1, 1)]
    [InlineData(5, 3, 8, 60, 60)]
    [InlineData(6, 12, 12, 10, 5)]
    [InlineData(7, 30, 30, 12, 8)]
    [InlineData(8, 0, 30, 40, 20)]
    [InlineData(9, 0, 5, 5_000, 12)]
    public void Margins_are_bit_equal_to_the_native_ones(int seed, int depthMin, int depthMax, int trees, int features) => RequireParity(new(seed)
    {
        DepthMin = depthMin,
        DepthMax = depthMax,
        Trees = trees,
        Features = features,
        LeafChance = seed % 2 == 0 ? 0 : 0.2,
        Thresholds = seed % 3 == 0 ? 700 : 32,
    });

    [Theory]
    [InlineData(10, 64)]
    [InlineData(11, 255)]
    public void Margins_of_trees_grown_leaf_by_leaf_are_bit_equal_too(int seed, int leaves) =>
        RequireParity(new(seed) { Leaves = leaves, DepthMax = 40, Trees = 50 });

    private static void RequireParity(RandomEnsembles models)
    {
        using var native = XgboostBooster.Load(models.Bytes(), models.Features);
        // Straight from memory XGBoost also takes infinities, which a matrix refuses.
        var rows = models.Rows(700);
        var margins = new float[rows.Length];
        var flat = rows.SelectMany(row => row).ToArray();
        native.MarginsInPlace(flat, margins);
        foreach (var format in (string[])["json", "ubj"])
        {
            var trees = TreeEnsemble.Parse(native.Save(format));
            for (var i = 0; i < rows.Length; i++)
            {
                var found = trees.Margin(rows[i]);
                Assert.True(
                    found.Equals(margins[i]), $"{models} from {format}: [{string.Join(' ', rows[i])}] has margin {found:R}, XGBoost says {margins[i]:R}.");
            }

            foreach (var form in Enum.GetValues<ExecutionForm>().Where(form => form < ExecutionForm.Binned256 || Avx2.IsSupported))
            {
                var compiled = new double[rows.Length];
                CompiledTrees.Compile(trees, form).Margins(flat, compiled);
                Assert.True(compiled.SequenceEqual(margins.Select(one => (double)one)), $"{models} from {format}: {form} has other margins than XGBoost.");
            }
        }
    }
}
