using System.Globalization;
using RiskSignals.Features;

namespace RiskSignals.Training.Validation;

/// <summary>One way to part the test rows.</summary>
/// <param name="By">What parts them, such as product.</param>
/// <param name="Parts">In order of their words.</param>
public sealed record Segmentation(string By, IReadOnlyList<SegmentQuality> Parts)
{
    private const int PartsMax = 30;

    private static readonly float[] MonthsOnBook = [3, 6, 12, 24];

    private static readonly string[] Ranges = [.. Enumerable.Range(0, MonthsOnBook.Length + 2).Select(Part)];

    private static readonly HashSet<FeatureGroup> OfBankData =
    [
        FeatureGroup.Income, FeatureGroup.Balance, FeatureGroup.Spending, FeatureGroup.Debt, FeatureGroup.Bills, FeatureGroup.Returned,
        FeatureGroup.Distress,
    ];

    /// <summary>Every way that the rows allow: their groups, months on book, bank data or none, month of the as-of day.</summary>
    internal static IReadOnlyList<Segmentation> Measure(ScoredRows test, int seed)
    {
        var ways = test.Table.Groups.Select(group => (By: group.Key.Replace('_', ' '), Words: group.Value)).ToList();
        var names = test.Bundle.Features.Select(feature => feature.Name).ToList();
        if (names.IndexOf("loan_mob_value_now") is >= 0 and var place)
        {
            ways.Add(("months on book", [.. test.Table.Features.Column(place).ToArray().Select(Months)]));
        }

        int[] ofBank =
        [
            .. Enumerable.Range(0, names.Count).Where(i => FeatureCatalog.Holds(names[i]) && OfBankData.Contains(FeatureCatalog.Find(names[i]).Group)),
        ];
        if (ofBank.Length > 0)
        {
            ways.Add(("bank data", [.. Enumerable.Range(0, test.Table.Rows).Select(row =>
                Array.Exists(ofBank, i => !float.IsNaN(test.Table.Features.Column(i)[row])) ? "some" : "none")]));
        }

        ways.Add(("month of the as-of day", [.. test.Table.AsOf.Select(day => day.ToString("yyyy-MM", CultureInfo.InvariantCulture))]));
        return
        [
            .. ways.Where(way => way.Words.Distinct(StringComparer.Ordinal).Count() is > 1 and <= PartsMax)
                .Select(way => new Segmentation(way.By, SegmentQuality.Measure(test, way.Words, seed, Ranges))),
        ];
    }

    private static string Months(float value)
    {
        var part = float.IsNaN(value) ? MonthsOnBook.Length + 1 : Array.FindIndex(MonthsOnBook, cut => value < cut);
        return Part(part < 0 ? MonthsOnBook.Length : part);
    }

    private static string Part(int part) => SegmentNames.Of(MonthsOnBook, part);
}
