namespace RiskSignals.Simulation;

/// <summary>How the borrowers live, whatever their persona.</summary>
/// <param name="MonthlyIncome">Median net pay a month.</param>
/// <param name="MonthlyIncomeDeviation">Of its logarithm.</param>
/// <param name="PayRhythms">Shares of the rhythms of pay.</param>
/// <param name="PaydaysOfMonth">Days of the month that monthly pay is drawn from; 31 stands for the last.</param>
/// <param name="FamilyHelpShare">Share whose family helps out.</param>
/// <param name="Overdrafts">Arranged overdrafts that borrowers' are drawn from.</param>
/// <param name="ReturnedDebitFeeShare">Share of returned debits for which the bank charges a fee.</param>
public sealed record PeopleParameters(
    [Bounds(100, 1e9)] double MonthlyIncome,
    [Bounds(0, 2)] double MonthlyIncomeDeviation,
    [Bounds(100, 1e10)] Spread MonthlyIncomeBounds,
    [Share, AddUp] EnumTable<PayRhythm, double> PayRhythms,
    [Bounds(1, 31)] IReadOnlyList<int> PaydaysOfMonth,
    [Share] double FamilyHelpShare,
    [Rate] IReadOnlyList<long> Overdrafts,
    [Share] double ReturnedDebitFeeShare);
