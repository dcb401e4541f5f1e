using System.Globalization;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Days looked back on, both ends included; 0 is today.</summary>
internal sealed record PlainWindow(int Newest, int Oldest)
{
    public IEnumerable<int> DaysAgo => Enumerable.Range(Newest, Oldest - Newest + 1);

    public static PlainWindow Last(int days) => new(0, days - 1);

    /// <summary>Reads 90d, or 31d_60d.</summary>
    public static PlainWindow Of(string word)
    {
        var days = word.Split('_').Select(part => int.Parse(part.TrimEnd('d'), CultureInfo.InvariantCulture)).ToArray();
        return days.Length == 1 ? Last(days[0]) : new(days[0] - 1, days[1] - 1);
    }

    public bool Holds(int daysAgo) => daysAgo >= Newest && daysAgo <= Oldest;
}
