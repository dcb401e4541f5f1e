namespace RiskSignals.Signals;

/// <summary>
/// The standard signals. Every threshold is relative to the borrower's own past, to peers or to the instalment; none is an amount of
/// money.
/// </summary>
public static class SignalRules
{
    public const string IncomeDrop = "INCOME_DROP";

    public const string BillMissed = "BILL_MISSED";

    public const string DebitReturned = "DEBIT_RETURNED";

    public const string BalanceLowBeforeDue = "BALANCE_LOW_BEFORE_DUE";

    public const string LenderNew = "LENDER_NEW";

    public const string SpendSpike = "SPEND_SPIKE";

    public const string RiskHigh = "RISK_HIGH";

    public const string RiskRose = "RISK_ROSE";

    /// <summary>Change of log-odds between runs that means nothing: the odds move by about a third either way.</summary>
    public const double NoiseLogOdds = 0.3;

    public static IReadOnlyList<SignalRule> All { get; } =
    [
        // A month of 30 days may hold no payday or two, so a low total alone is no drop: the salary itself must be small or overdue.
        new(IncomeDrop, 2,
        [
            new(
                [
                    AtMost("income_salary_ratio_last", 0.80, close: 0.90, full: 0.10),
                    AtMost("income_total_ratio_30d", 0.90, close: 0.95, full: null),
                ],
                "The latest salary was {0:0 %} of the usual one."),
            new(
                [
                    AtLeast("income_salary_gap_ratio_now", 1.5, close: 1.1, full: 2.5),
                    AtMost("income_total_ratio_30d", 0.90, close: 0.95, full: null),
                ],
                "The salary has not arrived: {0:0.0} times its usual gap has passed."),
        ]),
        new(BillMissed, 1,
        [
            new(
                [AtLeast("bill_missed_count_30d", 1, close: 0, full: 3)],
                "Regular bills not paid when they usually are, in 30 days: {0:0}."),
        ]),
        new(DebitReturned, 1,
        [
            new(
                [AtLeast("returned_own_funds_count_30d", 1, close: 0, full: 2)],
                "Our own collections returned for lack of funds in 30 days: {0:0}."),
            new([AtLeast("returned_debit_count_30d", 1, close: 0, full: 3)], "Direct debits returned for lack of funds in 30 days: {0:0}."),
        ]),
        new(BalanceLowBeforeDue, 1,
        [
            new(
                [
                    AtLeast("balance_shortfall_prob_next", 0.50, close: 0.35, full: 0.95),
                    AtMost("loan_due_until_next", 7, close: 8, full: null),
                ],
                "The balance will probably not cover the next instalment: {0:0 %} likely to fall short."),
            new(
                [AtMost("balance_instalment_ratio_now", 1.0, close: 1.25, full: 0), AtMost("loan_due_until_next", 2, close: 3, full: null)],
                "The balance covers {0:0.0} of the instalment that is due within two days."),
        ]),
        new(LenderNew, 1,
        [
            new(
                [AtLeast("debt_high_cost_payment_count_30d", 1, close: 0, full: 3)],
                "Payments to high-cost short-term lenders in 30 days: {0:0}."),
            new([AtLeast("debt_lender_new_count_30d", 1, close: 0, full: 3)], "Lenders paid for the first time in 30 days: {0:0}."),
        ]),
        new(SpendSpike, 1,
        [
            new(
                [AtLeast("spend_total_z_30d", 2.5, close: 1.5, full: 5)],
                "Spending in the last 30 days was {0:0.0} deviations above its usual level."),
        ]),
        new(RiskHigh, 1,
        [
            new(
                [AtLeast(RiskQuantity.Level, 1.5, close: 1.0, full: 4)],
                "An instalment will be missed with probability {1:0 %}; the median of comparable loans is {3:0 %}."),
        ]),
        new(RiskRose, 1,
        [
            new(
                [AtLeast(RiskQuantity.Change, 0.7, close: NoiseLogOdds, full: 2.5)],
                "The probability of missing an instalment rose from {2:0 %} to {1:0 %}."),
        ]),
    ];

    private static SignalThreshold AtLeast(string quantity, double open, double close, double? full) =>
        new(quantity, SignalSide.AtLeast, open, close, full);

    private static SignalThreshold AtMost(string quantity, double open, double close, double? full) =>
        new(quantity, SignalSide.AtMost, open, close, full);
}
