using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Validation;

/// <summary>A feature that took rows out of scope.</summary>
public sealed record RefusingFeature(string Feature, string Range, int Rows);

/// <summary>The conditions of use as a bundle executes them, and what they refuse of the test rows.</summary>
/// <param name="Products">Products it may be used for; none stated if empty.</param>
/// <param name="Jurisdictions">Jurisdictions it may be used for; none stated if empty.</param>
/// <param name="BoundedFeatures">Features with a range.</param>
/// <param name="NeverMissing">Features that may not be missing.</param>
/// <param name="OutOfScope">Test rows refused.</param>
/// <param name="OutOfScopeShare">Their share of the test rows.</param>
/// <param name="Refusing">
/// The features that refuse some, the one that refuses most first; each row counts for the first that does, unless its product or jurisdiction does.
/// </param>
public sealed record ConditionsEvidence(
    IReadOnlyList<string> Products,
    IReadOnlyList<string> Jurisdictions,
    int BoundedFeatures,
    int NeverMissing,
    int OutOfScope,
    double OutOfScopeShare,
    IReadOnlyList<RefusingFeature> Refusing)
{
    internal static ConditionsEvidence Measure(ScoredRows test)
    {
        var conditions = test.Bundle.Conditions;
        var (products, jurisdictions) = (Group(ConditionsChoice.Product), Group(ConditionsChoice.Jurisdiction));
        var (refused, strange) = (new int[conditions.Ranges.Count], 0);
        var row = new float[test.Bundle.Features.Count];
        for (var i = 0; i < test.Table.Rows; i++)
        {
            if (products is not null && conditions.Refuses(products[i], jurisdictions?[i] is { Length: > 0 } known ? known : null) is not null)
            {
                strange++;
                continue;
            }

            test.Table.Features.CopyRow(i, row);
            var place = Enumerable.Range(0, refused.Length).FirstOrDefault(feature => !conditions.Ranges[feature].Holds(row[feature]), -1);
            if (place >= 0)
            {
                refused[place]++;
            }
        }

        var all = strange + refused.Sum();
        return new(
            conditions.Products,
            conditions.Jurisdictions,
            conditions.Ranges.Count(range => !float.IsNaN(range.Low)),
            conditions.Ranges.Count(range => !range.MayBeMissing),
            all,
            (double)all / test.Table.Rows,
            [
                .. Enumerable.Range(0, refused.Length).Where(i => refused[i] > 0).OrderByDescending(i => refused[i]).ThenBy(i => i)
                    .Select(i => new RefusingFeature(test.Bundle.Features[i].Name, conditions.Ranges[i].ToString(), refused[i])),
            ]);

        IReadOnlyList<string>? Group(string name) => test.Table.Groups.GetValueOrDefault(name);
    }
}
