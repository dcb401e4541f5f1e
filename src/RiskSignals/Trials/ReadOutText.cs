using System.Globalization;

namespace RiskSignals.Trials;

/// <summary>Puts a read-out into sentences.</summary>
internal static class ReadOutText
{
    public static IReadOnlyList<string> Of(TrialReadOut readOut) =>
        [Standing(readOut), .. readOut.Arms.Select(arm => Sentence(readOut, arm)), .. Crossovers(readOut)];

    private static string Standing(TrialReadOut readOut)
    {
        var matured = readOut.Arms.Sum(arm => arm.Matured);
        return readOut.State switch
        {
            ReadOutState.Hidden => Text(
                $"Results are hidden: the arms' sizes are off the planned ratio (p = {readOut.SampleRatio.P:0.0e+0}); find out why first."),
            ReadOutState.Provisional => Text(
                $"Not decided yet: {matured:N0} of {readOut.Plan.StopAtMaturedUnits:N0} units have matured. Do not act on the figures below."),
            _ => Text($"Decided: {matured:N0} units have matured, and the stop rule asked for {readOut.Plan.StopAtMaturedUnits:N0}."),
        };
    }

    private static string Sentence(TrialReadOut readOut, ArmReadOut arm)
    {
        var name = $"{arm.Arm.Id} ({arm.Arm.TreatmentId})";
        var sizes = Text($"{name}: {arm.Assigned:N0} assigned, {arm.Delivered:N0} reached, {arm.Matured:N0} matured");
        if (readOut.State == ReadOutState.Hidden)
        {
            return sizes + ".";
        }

        var mean = double.IsNaN(arm.Mean) ? "; no result yet" : $"; {Mean(readOut.Plan, arm.Mean)}";
        return sizes + mean + Comparison(readOut, arm) + ".";
    }

    private static string Comparison(TrialReadOut readOut, ArmReadOut arm)
    {
        if (arm.Arm.Id == readOut.Plan.ControlArmId)
        {
            return " (the others are compared with this arm)";
        }

        if (arm.Effect is not { } effect)
        {
            return "; too few units to compare";
        }

        var verdict = effect.Low > 0 ? "more" : effect.High < 0 ? "less" : "no clear difference";
        return $"; {Difference(readOut.Plan, effect.Difference)} against {readOut.Plan.ControlArmId}, 95 % interval "
            + $"{Difference(readOut.Plan, effect.Low)} to {Difference(readOut.Plan, effect.High)}: {verdict}";
    }

    private static IEnumerable<string> Crossovers(TrialReadOut readOut)
    {
        if (readOut.Crossovers > 0)
        {
            yield return Text($"{readOut.Crossovers:N0} units were seen in two arms and are left out.");
        }
    }

    private static string Mean(TrialPlan plan, double mean) => plan.Measure == TrialMeasure.PaidWhatWasDue
        ? Text($"{100 * mean:0.0} % paid what was due within {plan.WindowDays} days")
        : Text($"{mean / 100:0.00} paid on average within {plan.WindowDays} days");

    private static string Difference(TrialPlan plan, double difference) => plan.Measure == TrialMeasure.PaidWhatWasDue
        ? Text($"{100 * difference:+0.0;−0.0;0.0} points")
        : Text($"{difference / 100:+0.00;−0.00;0.00}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
