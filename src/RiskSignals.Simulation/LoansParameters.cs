namespace RiskSignals.Simulation;

/// <summary>What a simulated lender lends.</summary>
public enum ProductKind
{
    /// <summary>Equal instalments over months.</summary>
    Instalment,
}

/// <summary>Which loans are taken, how often, and on which terms.</summary>
/// <param name="Most">Largest number of loans a borrower takes, one after another or at once.</param>
/// <param name="AgainPerDay">Chance a day of a new loan once the earlier ones are over.</param>
/// <param name="SecondPerDay">Chance a day of a second loan beside one in good order.</param>
/// <param name="Products">Share of borrowers by what they borrow.</param>
public sealed record LoansParameters(
    [Bounds(1, 1000)] int Most,
    [Share] double AgainPerDay,
    [Share] double SecondPerDay,
    [Share, AddUp] EnumTable<ProductKind, double> Products,
    InstalmentLoanParameters Instalment);

/// <summary>Terms of instalment loans.</summary>
/// <param name="Months">Numbers of monthly instalments that loans' are drawn from.</param>
/// <param name="InstalmentOfIncome">An instalment as a share of monthly pay.</param>
/// <param name="RateBasisPoints">Nominal interest a year, in steps of 10; 100 = 1 %.</param>
/// <param name="LeastPrincipal">Smallest amount lent.</param>
/// <param name="DueAfterPaydayShare">Share of loans that fall due up to five days after payday; the others on any day.</param>
public sealed record InstalmentLoanParameters(
    [Bounds(1, 120)] IReadOnlyList<int> Months,
    [Bounds(0.001, 10)] Spread InstalmentOfIncome,
    [Bounds(10, 1_000_000)] Spread RateBasisPoints,
    [Bounds(1, 1e10)] long LeastPrincipal,
    [Share] double DueAfterPaydayShare);
