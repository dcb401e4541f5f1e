using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Learners;

namespace RiskSignals.Training.Fitting;

/// <summary>
/// Chooses the reference population that goes into a bundle: the training rows nearest to the limit among those that just pass, each value
/// made as coarse as the model sees it.
/// </summary>
internal static class ReferenceRows
{
    /// <summary>The name of the riskiest band that passes, and the rows: each borrower's nearest one, the nearest of these first.</summary>
    /// <param name="train">The rows the model was fitted on, in the bundle's features.</param>
    /// <param name="model">The model.</param>
    /// <param name="calibration">Its calibration.</param>
    /// <param name="recipe">Bands, direction, number of rows and seed.</param>
    /// <param name="segments">What calibration adds for parts of the portfolio; null if nothing.</param>
    /// <exception cref="ArgumentException">No row passes, or there is no such band; the message says what to change.</exception>
    public static (string PassingBand, ReferencePopulation Rows) Choose(
        TrainingTable train, FittedModel model, Calibration calibration, Recipe recipe, SegmentOffsets? segments = null)
    {
        var (name, passes, chosen) = Nearest(train, model, calibration, recipe, segments);
        var values = Values(train, chosen);
        Coarsen(values, train, model);

        // Trees and scorecards can't tell the coarse rows from the fine ones; a logistic regression and parts of the portfolio can, and some rows
        // may no longer pass.
        var width = train.ModelFeatures.Count;
        var columns = Enumerable.Range(0, width).Select(feature => chosen.Select((_, i) => values[(i * width) + feature]).ToArray()).ToArray();
        var coarse = new FeatureMatrix(train.Features.Names, columns);
        var probabilities = CalibrationSearch.Probabilities(calibration, segments, model.Margins(coarse), coarse);
        int[] kept = [.. Enumerable.Range(0, chosen.Length).Where(row => passes(probabilities[row]))];
        return kept.Length > 0
            ? (name, new(width, [.. kept.SelectMany(row => values[(row * width)..((row + 1) * width)])]))
            : throw new ArgumentException(
                $"None of the {chosen.Length} training rows nearest to the limit of band '{name}' passes once made coarse. Choose other bands.");
    }

    /// <summary>The same as numbers of training rows, with the question whether a probability passes.</summary>
    internal static (string PassingBand, Func<double, bool> Passes, int[] Rows) Nearest(
        TrainingTable train, FittedModel model, Calibration calibration, Recipe recipe, SegmentOffsets? segments = null)
    {
        var bands = recipe.Bands;
        var name = recipe.Reference.PassingBand ?? (recipe.HigherIsRiskier ? bands[0] : bands[^1]).Name;
        var passing = bands.ToList().FindIndex(band => band.Name == name);
        if (passing < 0)
        {
            throw new ArgumentException(
                $"Recipe: reference.passing_band is '{name}'; the bands are {string.Join(", ", bands.Select(band => band.Name))}.");
        }

        // Of one band alone, every row passes and the limit is the end of the scale.
        var limit = recipe.HigherIsRiskier ? bands[passing].UpperExcl : passing == 0 ? 0 : bands[passing - 1].UpperExcl;
        bool Passes(double probability) => recipe.HigherIsRiskier ? probability < limit : probability >= limit;
        var probabilities = CalibrationSearch.Probabilities(calibration, segments, model.Margins(train.Features), train.Features);
        var chosen = Enumerable.Range(0, train.Rows)
            .Select(row => (Row: row, Probability: probabilities[row]))
            .Where(one => Passes(one.Probability))
            .Select(one => (one.Row, Distance: Math.Abs(one.Probability - limit)))
            .OrderBy(one => one.Distance)
            .ThenBy(one => Draw(train, one.Row, recipe.Seed))
            .DistinctBy(one => train.BorrowerIds[one.Row])
            .Take(recipe.Reference.Rows)
            .Select(one => one.Row)
            .ToArray();
        if (chosen.Length == 0)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"No training row passes: none lies in band '{name}' or better, limit {limit}. Choose other bands."));
        }

        return (name, Passes, chosen);
    }

    /// <summary>The values of some training rows, row after row.</summary>
    internal static float[] Values(TrainingTable train, int[] rows)
    {
        var width = train.ModelFeatures.Count;
        var values = new float[rows.Length * width];
        for (var i = 0; i < rows.Length; i++)
        {
            train.Features.CopyRow(rows[i], values.AsSpan(i * width, width));
        }

        return values;
    }

    /// <summary>
    /// Puts the middle training value of the same range in the place of each value, so that a bundle holds no borrower's own figures;
    /// margins and contributions of trees and scorecards keep every bit.
    /// </summary>
    private static void Coarsen(float[] values, TrainingTable train, FittedModel model)
    {
        var width = train.ModelFeatures.Count;
        for (var feature = 0; feature < width; feature++)
        {
            var known = train.Features.Column(feature).ToArray().Where(value => !float.IsNaN(value)).ToArray();
            var range = model.Ranges(feature, train.ModelFeatures[feature].Name, known);
            var middles = known.GroupBy(range).ToDictionary(some => some.Key, some => some.Order().ElementAt((some.Count() - 1) / 2));
            for (var i = feature; i < values.Length; i += width)
            {
                values[i] = float.IsNaN(values[i]) ? values[i] : middles[range(values[i])];
            }
        }
    }

    /// <summary>Orders rows of equal distance, leaning to no borrower and no day.</summary>
    private static ulong Draw(TrainingTable train, int row, int seed) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{seed}/{train.BorrowerIds[row]}/{train.AsOf[row]:yyyy-MM-dd}"))));
}
