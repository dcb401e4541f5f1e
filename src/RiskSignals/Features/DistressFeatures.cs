using RiskSignals.Borrowers;
using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.FeatureChapter;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>Signs of trouble in bank data, and recorded circumstances that may only unlock support.</summary>
internal static class DistressFeatures
{
    /// <summary>Robust z from which a fall of income or a rise of spending is a shock.</summary>
    private const double ShockZ = 2;

    /// <summary>Share of an income below which it counts as used up.</summary>
    private const double DrainedShare = 0.1;

    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Distress)
        .Add("distress_family_share_{w}", [D30, D90], "Inbound transfers from private persons ÷ inflow", "share", Rises,
            "More of your money comes from friends or family", Quotient,
            (history, window) => history.Bank.Share(Measure.FamilyIn, Measure.Inflow, window))
        .Add("distress_family_z_30d", "Robust z of the number of such transfers", "sd", Rises,
            "You received more help from friends or family than usual", Behind, history => history.Bank.CountZ(Measure.FamilyIn))
        .Add("distress_double_shock_flag_30d", "Income z ≤ −2 and spending z ≥ 2 in the same 30d", "flag", Rises,
            "Your income fell while your spending rose", Behind, DoubleShock)
        .Add("distress_drain_mean_90d",
            "Mean days after each income until the balance is below 10 % of that income; a cycle that never drains counts as its length",
            "days", Falls, "Your income is used up {value} days after it arrives", Quotient, Drain)
        .Add("distress_savings_draw_count_{w}", [D30, D90], "Transfers from savings to a current bank account", "count", Rises,
            "You drew on savings {value} times", Sum, (history, window) => history.Bank.Count(Measure.SavingsDraw, window))
        .Add("distress_essential_cut_ratio_30d", "Food and energy spending in 30d ÷ baseline median block", "ratio", Falls,
            "You are spending less on food and energy than usual", Behind, history => history.Bank.BaselineRatio(Measure.FoodAndEnergy))
        .Add("distress_gambling_ratio_90d", "Gambling debits ÷ income (support only)", "ratio", None, NotAReason, Quotient,
            history => history.Bank.Ratio(Measure.Gambling, Measure.Income, D90), "Plaid, Bud, Equifax", FeatureUse.SupportOnly)
        .Add("distress_gambling_since_life", "Days since the last gambling debit (support only)", "days", None, NotAReason, Sum,
            history => history.Bank.Since(Measure.Gambling), "Plaid", FeatureUse.SupportOnly)
        .Add("distress_health_z_90d", "Robust z of health-like spending per block (support only)", "sd", None, NotAReason, Behind,
            history => history.Bank.QuarterZ(Measure.HealthLike), only: FeatureUse.SupportOnly)
        .Add("distress_life_event_flag_90d", "Pattern of a life event: move, bereavement, new household cost (support only)", "flag", None,
            NotAReason, Behind, LifeEvents.Flag, only: FeatureUse.SupportOnly)
        .Add("distress_hardship_flag_now", "Hardship declared and open (support only)", "flag", None, NotAReason, Behind,
            history => RecordedFlags.Holds(history, BorrowerFlagKind.Hardship), only: FeatureUse.SupportOnly)
        .Add("distress_vulnerability_flag_now", "Vulnerability recorded and open (support only)", "flag", None, NotAReason, Behind,
            history => RecordedFlags.Holds(history, BorrowerFlagKind.Vulnerable), only: FeatureUse.SupportOnly)
        .Add("distress_moratorium_flag_now", "Moratorium in force (rule input)", "flag", None, NotAReason, Behind,
            RecordedFlags.HoldsMoratorium, only: FeatureUse.RuleInput)
        .Features;

    private static FeatureValue DoubleShock(PreparedHistory history)
    {
        var income = history.Bank.AmountZ(Measure.Income);
        var spending = history.Bank.AmountZ(Measure.Spending);
        return income.Cause != MissingCause.None ? FeatureValue.Missing(income.Cause)
            : spending.Cause != MissingCause.None ? FeatureValue.Missing(spending.Cause)
            : FeatureValue.Of(income.Value <= -ShockZ && spending.Value >= ShockZ ? 1 : 0, income.Evidence + spending.Evidence);
    }

    /// <summary>
    /// Cycles run from one day of recurring income to the next, or to the as of day; a cycle still running that has not drained is
    /// undecided and left out.
    /// </summary>
    private static FeatureValue Drain(PreparedHistory history)
    {
        var cause = BalanceFeatures.Cause(history);
        if (cause != MissingCause.None)
        {
            return FeatureValue.Missing(cause);
        }

        var balances = history.Bank.Balances;
        var streams = history.Bank.Income;
        var (sum, cycles) = (0, 0);
        foreach (var stream in streams.All)
        {
            if (stream.Count < FeatureValue.RowsMin)
            {
                continue;
            }

            var days = streams.Days(stream);
            var amounts = streams.Amounts(stream);
            for (var i = 0; i < days.Length; i++)
            {
                var startAgo = history.Today - days[i];
                if (!D90.Holds(startAgo) || startAgo >= balances.Days)
                {
                    continue;
                }

                var isRunning = i + 1 == days.Length;
                var endAgo = isRunning ? 0 : history.Today - days[i + 1] + 1;
                var ago = startAgo;
                while (ago >= endAgo && balances.At(ago) >= DrainedShare * amounts[i])
                {
                    ago--;
                }

                if (ago >= endAgo || !isRunning)
                {
                    var length = startAgo - ago;
                    sum += length;
                    cycles++;
                    history.NoteRow(streams.Rows(stream)[i], days[i], length, EvidencePart.Numerator);
                    history.NoteRow(streams.Rows(stream)[i], days[i], 1, EvidencePart.Denominator);
                }
            }
        }

        return cycles < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, cycles)
            : FeatureValue.Of((double)sum / cycles, cycles);
    }
}
