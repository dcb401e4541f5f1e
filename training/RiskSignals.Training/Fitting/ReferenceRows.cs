using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RiskSignals.Scoring;

namespace RiskSignals.Training.Fitting;

/// <summary>Chooses the reference population that goes into a bundle: the training rows nearest to the limit among those that just pass.</summary>
internal static class ReferenceRows
{
    /// <summary>The name of the riskiest band that passes, and the rows: each borrower's nearest one, the nearest of these first.</summary>
    /// <param name="train">The rows the model was fitted on, in the bundle's features.</param>
    /// <param name="trees">The model.</param>
    /// <param name="calibration">Its calibration.</param>
    /// <param name="recipe">Bands, direction, number of rows and seed.</param>
    /// <exception cref="ArgumentException">No row passes, or there is no such band; the message says what to change.</exception>
    public static (string PassingBand, ReferencePopulation Rows) Choose(
        TrainingTable train, TreeEnsemble trees, Calibration calibration, Recipe recipe)
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
        var margins = new double[train.Rows];
        trees.Margins(train.Features, margins);
        var chosen = Enumerable.Range(0, train.Rows)
            .Select(row => (Row: row, Probability: calibration.Probability(margins[row])))
            .Where(one => recipe.HigherIsRiskier ? one.Probability < limit : one.Probability >= limit)
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

        var width = train.ModelFeatures.Count;
        var values = new float[chosen.Length * width];
        for (var i = 0; i < chosen.Length; i++)
        {
            train.Features.CopyRow(chosen[i], values.AsSpan(i * width, width));
        }

        return (name, new(width, values));
    }

    /// <summary>Orders rows of equal distance, leaning to no borrower and no day.</summary>
    private static ulong Draw(TrainingTable train, int row, int seed) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{seed}/{train.BorrowerIds[row]}/{train.AsOf[row]:yyyy-MM-dd}"))));
}
