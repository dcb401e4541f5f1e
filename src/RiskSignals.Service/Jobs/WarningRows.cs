using System.Text.Json;
using RiskSignals.Signals;
using RiskSignals.Storage;

namespace RiskSignals.Service.Jobs;

/// <summary>What the list keeps of a loan, as it was on the run's day.</summary>
/// <param name="AuditProbability">Probability with which a loan below the line was drawn; null for a listed one.</param>
internal sealed record KeptWarning(
    double? MissProbability,
    string? Band,
    long AmountAtRisk,
    long? ExpectedLoss,
    RiskQuadrant? Quadrant,
    int? DaysToDue,
    double? AuditProbability,
    IReadOnlyList<Signal> Signals,
    IReadOnlyList<KeptReason> Reasons)
{
    public static KeptWarning Read(WarningRow row) => JsonSerializer.Deserialize<KeptWarning>(row.Payload, SignalRows.Form)!;
}

/// <summary>The early-warning list as the store keeps it: the listed loans, then those drawn for audit.</summary>
internal static class WarningRows
{
    public static IReadOnlyList<WarningRow> Of(EarlyWarningList list, IReadOnlyDictionary<string, LookedAtLoan> looked) =>
    [
        .. list.Listed.Select(listed => Row(listed.Number, looked[listed.Entry.LoanId], null)),
        .. list.Audit.Select((audited, index) => Row(list.Listed.Count + index + 1, looked[audited.Entry.LoanId], audited.Probability)),
    ];

    private static WarningRow Row(int number, LookedAtLoan loan, double? auditProbability)
    {
        var entry = loan.Entry;
        var kept = new KeptWarning(
            entry.MissProbability,
            loan.Score.Band,
            entry.AmountAtRiskMinorUnits,
            entry.ExpectedLossMinorUnits,
            loan.Quadrant,
            loan.DaysToDue,
            auditProbability,
            entry.OpenSignals,
            ScoreRows.Reasons(loan.Score));
        return new() { Number = number, BorrowerId = entry.BorrowerId, LoanId = entry.LoanId, Payload = JsonSerializer.Serialize(kept, SignalRows.Form) };
    }
}
