using System.Globalization;
using RiskSignals.Rpc;

namespace RiskSignals.Service;

/// <summary>Checks what a caller sent; what breaks a rule ends the call with INVALID_ARGUMENT and a text that names field, value and rule.</summary>
internal static class RequestCheck
{
    public const int IdLengthMax = 128;

    public const string IdRule = "1 to 128 printable characters without spaces are expected";

    /// <summary>The form of a day.</summary>
    public const string DayFormat = "yyyy-MM-dd";

    private static readonly DateOnly FirstDay = new(1970, 1, 1);

    public static string Id(string field, string value) => IsId(value) ? value : throw Invalid(field, value, IdRule);

    public static bool IsId(string value) => value.Length is > 0 and <= IdLengthMax && !value.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    /// <summary>A day not after today; today if the text is empty.</summary>
    public static DateOnly Day(string field, string value, DateOnly today)
    {
        if (value.Length == 0)
        {
            return today;
        }

        if (!DateOnly.TryParseExact(value, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            throw Invalid(field, value, "a day such as 2024-03-31 is expected");
        }

        return day <= today && day >= FirstDay ? day : throw Invalid(field, value, $"a day from {Text(FirstDay)} to today, {Text(today)}, is expected");
    }

    public static int Between(string field, int value, int min, int max) =>
        value >= min && value <= max ? value : throw Invalid(field, value.ToString(CultureInfo.InvariantCulture), $"{min} to {max} is expected");

    public static RpcFailure Invalid(string field, string value, string rule) =>
        new(RpcCode.InvalidArgument, $"{field} is '{Shortened(value)}'; {rule}.");

    public static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    public static string Text(DateOnly? day) => day is { } known ? Text(known) : "";

    private static string Shortened(string value) =>
        value.Length <= IdLengthMax ? value : string.Concat(value.AsSpan(0, IdLengthMax), "…");
}
