namespace RiskSignals.Simulation.Realism;

/// <summary>What a figure is elsewhere.</summary>
/// <param name="Low">Least value found; equal to <paramref name="High"/> where there is one.</param>
/// <param name="Source">Who published it, of what, when; or that nothing trustworthy was found.</param>
public sealed record Reference(double Low, double High, string Source)
{
    private const double Tolerance = 0.10;

    private const string Cards =
        "own count over the UCI default of credit card clients (I-Cheng Yeh): 30,000 Taiwanese cards, April to September 2005, "
        + "states two and three months late, with and without the last month";

    private const string Debits =
        "ONS, monthly failure rate of Direct Debits (Pay.UK, Vocalink): all 0.73 % in August 2022 and 1.07 % in January 2024, mortgages 0.46 % in "
        + "August 2023; CFPB, Online Payday Loan Payments (April 2016): 6 % of first requests fail";

    /// <summary>Nothing trustworthy was found.</summary>
    internal static Reference None { get; } = new(double.NaN, double.NaN, "none found");

    /// <summary>For every figure of repayment, by name.</summary>
    internal static IReadOnlyDictionary<string, Reference> OfRepayment { get; } = new Dictionary<string, Reference>(StringComparer.Ordinal)
    {
        ["roll rate, not past due to past due"] = new(
            2.4,
            11.1,
            "LendingClub, all loans, April 2011 (lendingclubmodeling.wordpress.com): in a month 94.84 % of current loans stay so and 2.79 % are paid off; "
            + Cards),
        ["roll rate, 1–30 to more days past due"] = None,
        ["roll rate, 31–60 to more days past due"] = new(6.1, 6.9, Cards),
        ["roll rate, 61–90 to more days past due or written off"] = new(17.8, 29.0, Cards),
        ["cure rate, 1–30 days past due to none"] = new(
            42.6, 42.6, "LendingClub, all loans, April 2011 (lendingclubmodeling.wordpress.com): 42.62 % of loans 1 to 15 days late are current a month later"),
        ["cure rate, 31–60 days past due to none"] = new(10.0, 30.2, Cards),
        ["cure rate, 61–90 days past due to none"] = new(14.4, 16.5, Cards),
        ["instalments not paid within 7 days of grace"] = None,
        ["those paid within 30 further days"] = None,
        ["late ones paid within 30 days without a contact"] = None,
        ["direct debits returned"] = new(0.46, 6.0, Debits),
        ["collections paid that follow a returned one within 14 days"] = new(
            30, 30, "CFPB, Online Payday Loan Payments (April 2016): 70 % of first re-presentments fail"),
    };

    /// <summary>For the figures of bank feeds that are published, by name.</summary>
    internal static IReadOnlyDictionary<string, Reference> OfFeeds { get; } = new Dictionary<string, Reference>(StringComparer.Ordinal)
    {
        ["bank transactions a month, mean"] = new(
            55,
            63,
            "UK Finance, UK Payment Markets 2024: 48.1 billion payments in 2023, 85 % of them by consumers and 12 % in cash; "
            + "over the 54 million adults of ONS's mid-2022 estimate, with and without cash"),
        ["categories told"] = new(16, 104, "Plaid's personal finance taxonomy: 16 primary and 104 detailed categories"),
        ["distance from the usual day of the month, mean"] = None,
    };

    /// <summary>How a value compares: agrees to a tenth, or differs by which factor.</summary>
    public string Compare(double value) =>
        double.IsNaN(value) ? "not seen"
        : double.IsNaN(Low) ? "nothing to compare with"
        : value >= Low - (Tolerance * Math.Abs(Low)) && value <= High + (Tolerance * Math.Abs(High)) ? "agrees"
        : Differs(value, value > High ? High : Low);

    private static string Differs(double value, double bound) =>
        bound == 0 || value / bound < 0
            ? FormattableString.Invariant($"differs: {value:0.00} against {bound:0.00}")
            : FormattableString.Invariant($"differs: {value / bound:0.00} times");
}
