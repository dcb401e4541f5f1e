namespace RiskSignals.Borrowers;

/// <summary>Turns decimal amounts, as feeds write them, into whole minor units: exactly, or not at all.</summary>
public static class MinorUnits
{
    /// <summary>Longer amounts are no amounts.</summary>
    private const int LengthMax = 64;

    private const int ExponentMax = 30;

    /// <summary>Currencies without two decimals (ISO 4217).</summary>
    private static readonly Dictionary<string, int> Unusual = new(StringComparer.Ordinal)
    {
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0, ["PYG"] = 0, ["RWF"] = 0,
        ["UGX"] = 0, ["UYI"] = 0, ["VND"] = 0, ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0,
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
        ["CLF"] = 4, ["UYW"] = 4,
    };

    /// <summary>Whether a text has the form of an ISO 4217 code: three capital letters.</summary>
    public static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);

    /// <summary>Number of decimals of a currency.</summary>
    public static int Decimals(string currency) => Unusual.GetValueOrDefault(currency, 2);

    /// <summary>Reads a JSON number or the same in a text, as -12.5 or 1e2.</summary>
    /// <returns>False if it is no number, has more decimals than the currency, or is beyond <see cref="FactField.WholeMax"/>.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, string currency, out Money amount)
    {
        amount = default;
        if (text.Length > LengthMax)
        {
            return false;
        }

        var isNegative = text.StartsWith("-");
        text = isNegative ? text[1..] : text;
        var exponent = 0;
        if (text.IndexOfAny('e', 'E') is >= 0 and var mark)
        {
            if (!TryExponent(text[(mark + 1)..], out exponent))
            {
                return false;
            }

            text = text[..mark];
        }

        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var part = point < 0 ? [] : text[(point + 1)..];
        if (whole.Length == 0 || (point >= 0 && part.Length == 0) || whole.ContainsAnyExceptInRange('0', '9') || part.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        part = part.TrimEnd('0');
        if (!TryDigits(whole, part, Decimals(currency) + exponent - part.Length, out var units))
        {
            return false;
        }

        amount = new Money(isNegative ? -units : units);
        return true;
    }

    private static bool TryExponent(ReadOnlySpan<char> text, out int exponent)
    {
        exponent = 0;
        var isNegative = text.StartsWith("-");
        text = isNegative || text.StartsWith("+") ? text[1..] : text;
        if (text.Length == 0 || text.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        foreach (var digit in text)
        {
            exponent = Math.Min((exponent * 10) + (digit - '0'), ExponentMax + 1);
        }

        exponent = isNegative ? -exponent : exponent;
        return Math.Abs(exponent) <= ExponentMax;
    }

    /// <summary>The digits of both parts in a row, times ten to the power of <paramref name="scale"/>.</summary>
    private static bool TryDigits(ReadOnlySpan<char> whole, ReadOnlySpan<char> part, int scale, out long units)
    {
        units = 0;
        var digits = string.Concat(whole, part).TrimStart('0');
        if (scale < 0)
        {
            // Only zeros may be cut off.
            var kept = Math.Max(0, digits.Length + scale);
            if (digits.AsSpan(kept).ContainsAnyExcept('0'))
            {
                return false;
            }

            digits = digits[..kept];
        }

        if (digits.Length == 0)
        {
            return true;
        }

        if (digits.Length + Math.Max(0, scale) > 15)
        {
            return false;
        }

        units = long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < scale; i++)
        {
            units *= 10;
        }

        return units <= FactField.WholeMax;
    }
}
