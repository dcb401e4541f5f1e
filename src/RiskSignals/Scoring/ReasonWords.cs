using System.Globalization;

namespace RiskSignals.Scoring;

/// <summary>Fills a value into an approved text.</summary>
internal static class ReasonWords
{
    // The catalogue's texts speak of many; one of them is said so. Longer phrases come before those they begin with.
    private static readonly (string Many, string One)[] Singular =
    [
        ("1 instalments were not paid by their due date", "1 instalment was not paid by its due date"),
        ("1 instalments were still unpaid a week after they were due", "1 instalment was still unpaid a week after it was due"),
        ("1 instalments were", "1 instalment was"),
        ("1 instalments", "1 instalment"),
        ("1 agreed payments were", "1 agreed payment was"),
        ("1 payments to other lenders were", "1 payment to another lender was"),
        ("1 payments from your bank account were", "1 payment from your bank account was"),
        ("1 of your payments to us were", "1 of your payments to us was"),
        ("1 payments at your bank", "1 payment at your bank"),
        ("1 payments to short-term lenders", "1 payment to a short-term lender"),
        ("1 regular bills were not paid when they usually are", "1 regular bill was not paid when it usually is"),
        ("1 new loans", "1 new loan"),
        ("1 new regular commitments", "1 new regular commitment"),
        ("1 new lenders", "1 new lender"),
        ("1 short-term lenders", "1 short-term lender"),
        ("1 lenders", "1 lender"),
        ("1 cash advances", "1 cash advance"),
        ("1 fees", "1 fee"),
        ("1 on-time payments in a row", "1 on-time payment in a row"),
        ("1 days", "1 day"),
        ("1 points", "1 point"),
        ("1 times", "once"),
    ];

    public static string Fill(string text, float value, string unit)
    {
        var place = text.IndexOf("{value}", StringComparison.Ordinal);
        if (place < 0)
        {
            return text;
        }

        var (before, number, after) = (text[..place], Read(value, unit), text[(place + "{value}".Length)..]);
        if (number == "1")
        {
            foreach (var (many, one) in Singular)
            {
                if ((number + after).StartsWith(many, StringComparison.Ordinal))
                {
                    return before + one + (number + after)[many.Length..];
                }
            }
        }

        return before + number + after;
    }

    /// <summary>A known value as a borrower reads it: shares and ratios in per cent, the rest with at most one decimal.</summary>
    private static string Read(float value, string unit) => unit is "share" or "ratio"
        ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0} %")
        : value.ToString("0.#", CultureInfo.InvariantCulture);
}
