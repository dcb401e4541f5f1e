using RiskSignals.Features;
using RiskSignals.Signals;

namespace RiskSignals.Tests.Signals;

/// <summary>Feature rows with a few values set and everything else missing.</summary>
internal static class Rows
{
    public static readonly DateOnly Day = new(2025, 3, 31);

    /// <summary>Twenty-one loans around a probability of 5 %.</summary>
    public static readonly Peers Neighbours = Peers.Of(Enumerable.Range(0, 21).Select(i => ("personal", 0.04 + (0.001 * i))));

    public static LoanState Loan(double? missProbability = 0.05, DateOnly? on = null, params (string Feature, double Value)[] known)
    {
        var values = new float[FeatureCatalog.All.Count];
        var causes = new MissingCause[values.Length];
        Array.Fill(values, float.NaN);
        Array.Fill(causes, MissingCause.NoData);
        foreach (var (feature, value) in known)
        {
            values[FeatureCatalog.IndexOf(feature)] = (float)value;
            causes[FeatureCatalog.IndexOf(feature)] = MissingCause.None;
        }

        return new LoanState(new FeatureRow("b1", "l1", on ?? Day, values, causes, new int[values.Length]), "personal", missProbability);
    }

    public static IReadOnlyList<EvidenceRow> NoFacts(string feature) => [];

    public static SignalChanges Compare(LoanWatch previous, LoanState loan) => EarlyWarning.Compare(previous, loan, Neighbours, NoFacts);
}
