namespace RiskSignals.Features;

/// <summary>A run of days counted back from the as of day, which is 0 days ago.</summary>
/// <param name="Word">The last word of the feature's name.</param>
/// <param name="NewestAgo">Days ago of the newest day inside.</param>
/// <param name="OldestAgo">Days ago of the oldest day inside.</param>
internal readonly record struct Window(string Word, int NewestAgo, int OldestAgo)
{
    public static readonly Window D7 = new("7d", 0, 6);
    public static readonly Window D30 = new("30d", 0, 29);
    public static readonly Window D60 = new("60d", 0, 59);
    public static readonly Window D90 = new("90d", 0, 89);
    public static readonly Window D180 = new("180d", 0, 179);
    public static readonly Window D365 = new("365d", 0, 364);
    public static readonly Window D31To60 = new("31d_60d", 30, 59);
    public static readonly Window D61To90 = new("61d_90d", 60, 89);

    /// <summary>Share of a window's days that must lie inside known history for a sum, or for a count of zero.</summary>
    public const double CoverageMin = 0.9;

    public int Days => OldestAgo - NewestAgo + 1;

    /// <summary>The 30-day block with this number; block 0 ends on the as of day, blocks 1 to 6 are the baseline.</summary>
    public static Window Block(int index) => new("block", 30 * index, (30 * index) + 29);

    public bool Holds(int daysAgo) => NewestAgo <= daysAgo && daysAgo <= OldestAgo;

    /// <summary>Whether enough of the window lies inside a history that began so many days ago.</summary>
    public bool IsCovered(int historyBeganDaysAgo) => Math.Min(historyBeganDaysAgo, OldestAgo) - NewestAgo + 1 >= CoverageMin * Days;
}
