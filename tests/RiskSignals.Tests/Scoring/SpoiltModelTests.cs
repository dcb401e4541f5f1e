using System.Text;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

/// <summary>Whatever a file holds, reading it gives a model whose scores and contributions are finite, or a refusal.</summary>
public sealed class SpoiltModelTests
{
    [Theory]
    [InlineData("json", 101)]
    [InlineData("ubjson", 102)]
    [InlineData("lightgbm", 103)]
    public void Ten_thousand_changes_give_a_finite_score_or_a_refusal(string form, int seed)
    {
        var random = new Random(seed);
        var models = new RandomEnsembles(seed) { Trees = 3, DepthMin = 0, DepthMax = 3, Features = 3 };
        var model = form switch
        {
            "json" => models.Bytes(),
            "ubjson" => UbjsonText.Bytes(TreeText.Model(3, "3E-1", models.Roots())),
            _ => LightgbmModel.Bytes(3, [.. Enumerable.Range(0, 3).Select(_ => LightgbmModel.Random(random, 3, 3, categories: true))]),
        };
        var (read, refused) = (0, 0);
        for (var change = 0; change < 10_000; change++)
        {
            var bytes = Change(random, model);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                RequireFinite(random, TreeEnsemble.Parse(bytes));
                read++;
            }
            catch (FormatException)
            {
                refused++;
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Seed {seed}, change {change} of {form}: {error}");
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000, $"Seed {seed}, change {change} of {form} allocates too much.");
        }

        // Both must happen for the test to say anything.
        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused");
    }

    [Theory]
    [InlineData("{\"")]
    [InlineData("{L")]
    [InlineData("tree\n")]
    public void A_file_too_long_is_refused_before_it_is_read(string start)
    {
        var bytes = new byte[TreeEnsemble.BytesMax + 1];
        Encoding.UTF8.GetBytes(start, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<FormatException>(() => TreeEnsemble.Parse(bytes));
        Assert.Contains("134217729 bytes; at most 134217728", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("tre")]
    [InlineData("\0\0\0\0")]
    public void What_is_no_model_is_refused(string text) =>
        Assert.Throws<FormatException>(() => TreeEnsemble.Parse(Encoding.UTF8.GetBytes(text)));

    /// <summary>One to three bytes flipped, or a stretch cut out, doubled, or replaced by another part of the same file.</summary>
    private static byte[] Change(Random random, byte[] model)
    {
        var from = random.Next(model.Length);
        var toExcl = Math.Min(model.Length, from + random.Next(1, 30));
        var other = random.Next(model.Length - (toExcl - from));
        switch (random.Next(8))
        {
            case 0:
                return [.. model[..from], .. model[toExcl..]];
            case 1:
                return [.. model[..toExcl], .. model[from..]];
            case 2:
                return [.. model[..from], .. model[other..(other + toExcl - from)], .. model[toExcl..]];
            default:
                var flipped = (byte[])model.Clone();
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                {
                    flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                }

                return flipped;
        }
    }

    private static void RequireFinite(Random random, TreeEnsemble trees)
    {
        float[] row = [.. Enumerable.Range(0, trees.FeatureCount).Select(_ => LightgbmModel.Value(random))];
        var contributions = new double[row.Length];
        TreeShap.Contributions(trees, row, contributions);
        Assert.True(double.IsFinite(trees.Margin(row)), "The margin isn't finite.");
        Assert.True(Array.TrueForAll(contributions, double.IsFinite) && double.IsFinite(trees.ExpectedMargin), "A contribution isn't finite.");
    }
}
