namespace RiskSignals.Simulation;

/// <summary>How the borrowers live, whatever their persona.</summary>
/// <param name="MonthlyIncome">Median net pay a month.</param>
/// <param name="MonthlyIncomeDeviation">Of its logarithm.</param>
/// <param name="PayRhythms">Shares of the rhythms of pay.</param>
/// <param name="PaydaysOfMonth">Days of the month that monthly pay is drawn from; 31 stands for the last.</param>
/// <param name="FamilyHelpShare">Share whose family helps out.</param>
/// <param name="Overdrafts">Arranged overdrafts that borrowers' are drawn from.</param>
/// <param name="ReturnedDebitFeeShare">Share of returned debits for which the bank charges a fee.</param>
/// <param name="RetiredShare">Share who live on a pension, which no shock of work touches.</param>
/// <param name="MortgageShare">Share who pay a mortgage instead of a rent.</param>
/// <param name="PrivateLandlordShare">Share of the others whose landlord is a private person.</param>
/// <param name="PartnerShare">Share whose partner pays a part of the bills.</param>
/// <param name="CardShare">Share with a credit card elsewhere.</param>
/// <param name="OtherBankShare">Share who also keep money at a bank that no feed reads.</param>
/// <param name="BonusShare">Share of those paid monthly who get a yearly bonus.</param>
/// <param name="ShoppingByWeekday">Factors on what is spent at will; 1 is the mean.</param>
/// <param name="ShoppingByMonth">The same by month.</param>
public sealed record PeopleParameters(
    [Bounds(100, 1e9)] double MonthlyIncome,
    [Bounds(0, 2)] double MonthlyIncomeDeviation,
    [Bounds(100, 1e10)] Spread MonthlyIncomeBounds,
    [Share, AddUp] EnumTable<PayRhythm, double> PayRhythms,
    [Bounds(1, 31)] IReadOnlyList<int> PaydaysOfMonth,
    [Share] double FamilyHelpShare,
    [Rate] IReadOnlyList<long> Overdrafts,
    [Share] double ReturnedDebitFeeShare,
    [Share] double RetiredShare,
    [Share] double MortgageShare,
    [Share] double PrivateLandlordShare,
    [Share] double PartnerShare,
    [Share] double CardShare,
    [Share] double OtherBankShare,
    [Share] double BonusShare,
    [Share] double PayGrowthPerYear,
    [Share] double PriceGrowthPerYear,
    [Bounds(0, 10)] EnumTable<DayOfWeek, double> ShoppingByWeekday,
    [Bounds(0, 10)] EnumTable<MonthOfYear, double> ShoppingByMonth);

/// <summary>A month, of any year.</summary>
public enum MonthOfYear
{
    January,
    February,
    March,
    April,
    May,
    June,
    July,
    August,
    September,
    October,
    November,
    December,
}
