using RiskSignals.Borrowers;
using RiskSignals.Trials;
using RiskSignals.V1;

namespace RiskSignals.Service.Api;

/// <summary>A read-out as the wire tells it; a number that can't be known is absent.</summary>
internal static class TrialMessages
{
    public static TrialReport Of(Trial trial, TrialReadOut readOut)
    {
        var message = new TrialReport
        {
            TrialId = trial.Plan.Id,
            StartedOn = RequestCheck.Text(trial.StartedOn),
            AsOf = RequestCheck.Text(readOut.AsOf),
            State = Codes<ReadOutState>.Word(readOut.State),
            SampleRatio = Codes<SampleRatioVerdict>.Word(readOut.SampleRatio.Verdict),
            Arms = { readOut.Arms.Select(Of) },
            Crossovers = readOut.Crossovers,
            Sentences = { readOut.Sentences },
        };
        if (readOut.Arms.Any(arm => arm.Assigned > 0))
        {
            message.SampleRatioP = readOut.SampleRatio.P;
        }

        return message;
    }

    private static ArmReport Of(ArmReadOut arm)
    {
        var message = new ArmReport
        {
            ArmId = arm.Arm.Id,
            Treatment = arm.Arm.TreatmentId,
            Weight = arm.Arm.Weight,
            Assigned = arm.Assigned,
            Delivered = arm.Delivered,
            Matured = arm.Matured,
            Effect = arm.Effect is { } effect
                ? new() { Difference = effect.Difference, Low = effect.Low, High = effect.High, P = effect.P }
                : null,
        };
        if (!double.IsNaN(arm.Mean))
        {
            message.Mean = arm.Mean;
        }

        return message;
    }
}
