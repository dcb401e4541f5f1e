namespace RiskSignals.Simulation;

/// <summary>How money reaches the loans, and what the lender does when it doesn't.</summary>
/// <param name="RetryAfterDays">Days from a returned direct debit to its second try.</param>
/// <param name="ReturnsUntilMandateEnds">Returned direct debits in a row after which the lender collects no more.</param>
/// <param name="CardShare">Share of payments sent that come by card; the others by transfer.</param>
/// <param name="CorrectedShare">Share of payments sent whose method is corrected later.</param>
/// <param name="PartialShare">Chance of sending a part when the whole is not there.</param>
/// <param name="EarlySettlementPerDay">Chance a day that the organised settle all once their savings allow it.</param>
/// <param name="AheadPerDay">Chance a day of paying the next instalment ahead, for the most prudent with money to spare.</param>
/// <param name="DisputesPerYear">Rate a loan and year.</param>
/// <param name="DueDayMovesPerYear">Rate a loan in good order and year.</param>
/// <param name="PausesPerYear">Payment holidays a loan in good order and year.</param>
/// <param name="LatePausesPerYear">Payment holidays a loan past due and year.</param>
/// <param name="BackdatedShare">Share of payment holidays that began 5 to 40 days before they are put down.</param>
/// <param name="HardshipShare">Of borrowers in tight means 35 days past due, those who are recorded as in hardship.</param>
/// <param name="MoratoriumShare">Of those at 45 days, the ones who get breathing space.</param>
/// <param name="RestructureShare">Of those at 62 days, the ones whose loan is restructured.</param>
/// <param name="WriteOffFromDays">Days past due from which loans are written off.</param>
/// <param name="SoldShare">Share of the loans given up that are sold instead of written off.</param>
/// <param name="WriteOffPerDay">Chance a day from then on.</param>
public sealed record RepaymentParameters(
    [Bounds(1, 60)] int RetryAfterDays,
    [Bounds(1, 1000)] int ReturnsUntilMandateEnds,
    [Share] double CardShare,
    [Share] double CorrectedShare,
    [Share] double PartialShare,
    [Share] double EarlySettlementPerDay,
    [Share] double AheadPerDay,
    [Rate] double DisputesPerYear,
    [Rate] double DueDayMovesPerYear,
    [Rate] double PausesPerYear,
    [Rate] double LatePausesPerYear,
    [Share] double BackdatedShare,
    [Share] double HardshipShare,
    [Share] double MoratoriumShare,
    [Share] double RestructureShare,
    [Bounds(1, 1000)] int WriteOffFromDays,
    [Share] double WriteOffPerDay,
    [Share] double SoldShare);
