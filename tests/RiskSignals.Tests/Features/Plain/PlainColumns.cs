namespace RiskSignals.Tests.Features.Plain;

/// <summary>
/// The second, slow implementation of every column of the catalogue, written from its document over lists of facts; it shares no code with
/// the catalogue, from the cut of facts known on a day to the last statistic.
/// </summary>
internal static class PlainColumns
{
    public static IReadOnlyDictionary<string, Func<PlainBorrower, PlainValue>> All { get; } = new[]
    {
        PlainRepayment.Columns(), PlainLoanColumns.Columns(), PlainRevolving.Columns(), PlainIncome.Columns(), PlainBalance.Columns(), PlainSpending.Columns(),
        PlainDebt.Columns(), PlainBills.Columns(), PlainReturned.Columns(), PlainDistress.Columns(), PlainContact.Columns(),
        PlainReach.Columns(), PlainOdds.Columns(), PlainCycles.Columns(), PlainSupport.Columns(), PlainData.Columns(), PlainCoverage.Columns(),
    }.SelectMany(columns => columns).ToDictionary(column => column.Name, column => column.Read);
}
