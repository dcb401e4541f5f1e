namespace RiskSignals.Simulation;

/// <summary>What a simulated lender lends.</summary>
public enum ProductKind
{
    /// <summary>Equal instalments over months.</summary>
    Instalment,

    /// <summary>A credit card: drawn up to a limit, with a minimum payment a month.</summary>
    Revolving,

    /// <summary>Due within weeks, and rolled over when the money isn't there.</summary>
    Short,
}

/// <summary>Which loans are taken, how often, and on which terms.</summary>
/// <param name="Most">Largest number of loans a borrower takes, one after another or at once.</param>
/// <param name="AgainPerDay">Chance a day of a new loan once the earlier ones are over.</param>
/// <param name="SecondPerDay">Chance a day of a second loan beside one in good order.</param>
/// <param name="Products">Share of loans by what is borrowed.</param>
public sealed record LoansParameters(
    [Bounds(1, 1000)] int Most,
    [Share] double AgainPerDay,
    [Share] double SecondPerDay,
    [Share, AddUp] EnumTable<ProductKind, double> Products,
    InstalmentLoanParameters Instalment,
    RevolvingParameters Revolving,
    ShortLoanParameters Short);

/// <summary>Terms of instalment loans.</summary>
/// <param name="Months">Numbers of months that loans' are drawn from.</param>
/// <param name="InstalmentOfIncome">What is due a month as a share of monthly pay.</param>
/// <param name="RateBasisPoints">Nominal interest a year, in steps of 10; 100 = 1 %.</param>
/// <param name="LeastPrincipal">Smallest amount lent.</param>
/// <param name="DueAfterPaydayShare">Share of monthly loans that fall due up to five days after payday; the others on any day.</param>
/// <param name="WithPayShare">Share of loans to people not paid monthly that fall due on paydays, weekly, fortnightly or four-weekly.</param>
public sealed record InstalmentLoanParameters(
    [Bounds(1, 120)] IReadOnlyList<int> Months,
    [Bounds(0.001, 10)] Spread InstalmentOfIncome,
    [Bounds(10, 1_000_000)] Spread RateBasisPoints,
    [Bounds(1, 1e10)] long LeastPrincipal,
    [Share] double DueAfterPaydayShare,
    [Share] double WithPayShare);

/// <summary>Terms and use of credit cards.</summary>
/// <param name="LimitOfIncome">Credit limit in months of pay.</param>
/// <param name="LeastLimit">Smallest limit.</param>
/// <param name="FirstDrawn">Share of the limit drawn on the first day.</param>
/// <param name="RateBasisPoints">Nominal interest a year, in steps of 10.</param>
/// <param name="MinimumShare">Share of the balance in a month's minimum payment, on top of interest and fees.</param>
/// <param name="MinimumLeast">Smallest minimum payment.</param>
/// <param name="DueAfterDays">Days from a statement to its due day.</param>
/// <param name="Fee">Charged for a late minimum payment, and for a balance above the limit.</param>
/// <param name="OverLimitShare">Share of purchases above the limit that are let through.</param>
/// <param name="CashAdvancePerDay">Chance a day of a cash advance when short of money.</param>
/// <param name="SpentOfIncome">Monthly purchases as a share of pay.</param>
/// <param name="PaysInFull">Share who pay the whole statement; the others pay the minimum or a little more.</param>
public sealed record RevolvingParameters(
    [Bounds(0.01, 50)] Spread LimitOfIncome,
    [Bounds(1000, 1e10)] long LeastLimit,
    [Share] Spread FirstDrawn,
    [Bounds(10, 1_000_000)] Spread RateBasisPoints,
    [Bounds(0.001, 1)] double MinimumShare,
    [Bounds(1, 1e8)] long MinimumLeast,
    [Bounds(5, 27)] int DueAfterDays,
    [Bounds(0, 1e8)] long Fee,
    [Share] double OverLimitShare,
    [Share] double CashAdvancePerDay,
    [Bounds(0, 10)] EnumTable<Persona, double> SpentOfIncome,
    [Share] EnumTable<Persona, double> PaysInFull);

/// <summary>Terms of short loans.</summary>
/// <param name="FirstDueDays">Days to the first instalment; it falls on a payday if one lies between.</param>
/// <param name="Instalments">Numbers of instalments that loans' are drawn from.</param>
/// <param name="OfIncome">Amount lent as a share of monthly pay.</param>
/// <param name="LeastPrincipal">Smallest amount lent.</param>
/// <param name="DailyRateBasisPoints">Interest a day on the principal; 100 = 1 %.</param>
/// <param name="CostCap">Largest interest as a share of the principal.</param>
/// <param name="RolloverShare">Chance of rolling over when the money isn't there on the due day.</param>
/// <param name="RolloversMost">Largest number of rollovers of a loan.</param>
public sealed record ShortLoanParameters(
    [Bounds(1, 60)] Spread FirstDueDays,
    [Bounds(1, 12)] IReadOnlyList<int> Instalments,
    [Bounds(0.001, 10)] Spread OfIncome,
    [Bounds(1000, 1e10)] long LeastPrincipal,
    [Bounds(1, 1000)] double DailyRateBasisPoints,
    [Bounds(0, 10)] double CostCap,
    [Share] double RolloverShare,
    [Bounds(0, 100)] int RolloversMost)
{
    /// <summary>The first payday within the days to the first instalment, or the last of these days.</summary>
    internal DateOnly FirstDue(PayCycle payCycle, DateOnly day)
    {
        var payday = payCycle.NextAfter(day.AddDays((int)FirstDueDays.From - 1));
        var last = day.AddDays((int)FirstDueDays.To);
        return payday <= last ? payday : last;
    }
}
